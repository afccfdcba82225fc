/** Messages quoted into what is written to somebody else: one block each, a ">" before every line. */

export function quoteOf(words: string): string {
  return words
    .trim()
    .split("\n")
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");
}

/** Whether the words stand in the text as they were quoted; a quote changed by hand is the writer's own text. */
export function isQuoted(text: string, words: string): boolean {
  return blocks(text).includes(quoteOf(words));
}

export function withQuote(text: string, words: string): string {
  return [...blocks(text), quoteOf(words)].join("\n\n");
}

export function withoutQuote(text: string, words: string): string {
  const quote = quoteOf(words);
  return blocks(text)
    .filter((block) => block !== quote)
    .join("\n\n");
}

function blocks(text: string): readonly string[] {
  return text
    .trim()
    .split(/\n{2,}/)
    .filter((block) => block !== "");
}
