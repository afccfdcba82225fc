import { describe, expect, it } from "vitest";
import { inboxesFor } from "../src/console/beginning";
import { isQuoted, quoteOf, withoutQuote, withQuote } from "../src/console/quotes";

const WORDS = "It is dark.\n\nSince Monday.";

describe("quotes", () => {
  it("marks every line, so that a quote is one block", () => {
    expect(quoteOf(WORDS)).toBe("> It is dark.\n>\n> Since Monday.");
  });

  it("comes after what was written, and goes again without a trace", () => {
    const quoted = withQuote("Is this known?", WORDS);
    expect(quoted).toBe("Is this known?\n\n> It is dark.\n>\n> Since Monday.");
    expect(isQuoted(quoted, WORDS)).toBe(true);
    expect(withoutQuote(quoted, WORDS)).toBe("Is this known?");
  });

  it("leaves a quote that was changed by hand to its writer", () => {
    const changed = withQuote("", WORDS).replace("Monday", "May");
    expect(isQuoted(changed, WORDS)).toBe(false);
    expect(withoutQuote(changed, WORDS)).toBe(changed);
  });

  it("is not taken for part of a longer one", () => {
    expect(isQuoted(withQuote("", WORDS), "It is dark.")).toBe(false);
  });
});

describe("inboxes", () => {
  const inboxes = [
    { id: "shop", channel: "chat", active: true },
    { id: "old", channel: "email", active: false },
    { id: "mail", channel: "email", active: true },
  ];

  it("begins e-mail only where it is active, and logs anywhere, e-mail first", () => {
    expect(inboxesFor("email", inboxes).map((one) => one.id)).toEqual(["mail"]);
    expect(inboxesFor("call", inboxes).map((one) => one.id)).toEqual(["mail", "shop"]);
    expect(inboxesFor("call", inboxes.slice(1, 2)).map((one) => one.id)).toEqual(["old"]);
  });
});
