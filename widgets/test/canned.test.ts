import { expect, test } from "vitest";
import { filled, slashWord } from "../src/console/canned";
import type { Head } from "../src/console/types";

const head = { contact_name: "", reference: "AB12-CD34", language: "en" } as Head;
const reply = (en: string) => ({ id: "x", shortcut: "x", texts: { en } });

test("slots are filled with the name and the reference", () => {
  const named = { ...head, contact_name: "Ann" };
  expect(filled(reply("Dear {contact.name}, {conversation.reference} it is."), named)).toBe(
    "Dear Ann, AB12-CD34 it is.",
  );
});

test("a name that nobody gave takes its comma along", () => {
  expect(filled(reply("Hello {contact.name}, welcome."), head)).toBe("Hello, welcome.");
  expect(filled(reply("We replace it, {contact.name}. Soon."), head)).toBe("We replace it. Soon.");
  expect(filled(reply("{contact.name}，您好！"), head)).toBe("您好！");
  expect(filled(reply("{contact.name}, мы заменим прибор."), head)).toBe("Мы заменим прибор.");
});

test("a slash begins a canned reply at the start or after a space only", () => {
  expect(slashWord("/he")).toBe("he");
  expect(slashWord("Hi /")).toBe("");
  expect(slashWord("24/7")).toBeNull();
  expect(slashWord("https://x")).toBeNull();
});
