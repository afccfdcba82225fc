import { expect, test } from "vitest";
import { problemFrom } from "../src/shared/api";
import { backoffMs } from "../src/shared/backoff";
import { bestTag } from "../src/shared/i18n/tags";
import { initials } from "../src/shared/ui/Avatar";
import { uuid7 } from "../src/shared/uuid7";

const AVAILABLE = ["en", "pt-BR", "ru", "zh-Hans", "zh-Hant"];

test.each([
  [["zh-TW"], "zh-Hant"],
  [["zh-CN"], "zh-Hans"],
  [["zh-Hant-HK"], "zh-Hant"],
  [["zh"], "zh-Hans"],
  [["pt-PT"], "pt-BR"],
  [["xx", "ru-RU"], "ru"],
  [[], "en"],
])("%j is shown in %s", (wanted, tag) => {
  expect(bestTag(wanted, AVAILABLE)).toBe(tag);
});

test("an id is a UUIDv7 and later ones sort later", () => {
  const id = uuid7(1_700_000_000_000);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(id < uuid7(1_700_000_000_001)).toBe(true);
});

test("an answer that is no problem document is still a problem", () => {
  expect(problemFrom(502, "<html>", null)).toMatchObject({ status: 502, code: "unknown", isTransient: true });
  expect(problemFrom(422, '{"code":"invalid","path":"name"}', null)).toMatchObject({
    code: "invalid",
    path: "name",
    isTransient: false,
  });
});

test("waits grow to fifteen seconds and never fall below half", () => {
  expect(backoffMs(0, 0)).toBe(200);
  expect(backoffMs(20, 1)).toBe(15_000);
});

test.each([
  ["Anna Petrova", "AP"],
  ["王芳", "芳"],
  ["jonas", "J"],
  ["  ", "?"],
])("%s is drawn as %s", (name, letters) => {
  expect(initials(name)).toBe(letters);
});
