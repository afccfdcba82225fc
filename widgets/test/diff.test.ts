import { describe, expect, it } from "vitest";
import { diffOf, folded } from "../src/shared/diff";

const signs = { same: " ", gone: "-", new: "+" } as const;
const shown = (before: string, after: string): string =>
  diffOf(before, after)
    .map((one) => signs[one.kind] + one.text)
    .join("\n");

describe("a comparison line by line", () => {
  it("names what is new, what is gone and what stayed", () => {
    expect(shown("a\nb\nc\nd", "a\nx\nc\nd\ne")).toBe(" a\n-b\n+x\n c\n d\n+e");
    expect(shown("a\nb\nc", "c")).toBe("-a\n-b\n c");
    expect(shown("", "a")).toBe("-\n+a");
    expect(shown("a\na", "a")).toBe(" a\n-a");
  });

  it("gives both texts back, whatever they are", () => {
    const words = ["a", "b", "c", ""];
    const text = (seed: number): string =>
      Array.from({ length: 1 + (seed % 9) }, (_, at) => words[(seed * 7 + at * at * 3 + seed) % 4]).join(
        "\n",
      );
    for (let seed = 0; seed < 400; seed++) {
      const [before, after] = [text(seed), text(seed * 13 + 5)];
      const lines = diffOf(before, after);
      const without = (kind: string): string =>
        lines
          .filter((one) => one.kind !== kind)
          .map((one) => one.text)
          .join("\n");
      expect([without("new"), without("gone")]).toEqual([before, after]);
    }
  });

  it("takes no time for texts that have nothing in common", () => {
    const long = (word: string): string =>
      Array.from({ length: 50_000 }, (_, at) => `${word}${at}`).join("\n");
    expect(diffOf(long("a"), long("b"))).toHaveLength(100_000);
  });

  it("leaves out long stretches that did not change", () => {
    const same = Array.from({ length: 20 }, (_, at) => `line ${at}`).join("\n");
    const lines = folded(diffOf(`${same}\nold\n${same}`, `${same}\nnew\n${same}`));
    expect(lines.filter((one) => one === null)).toHaveLength(2);
    expect(lines.filter((one) => one?.kind === "same")).toHaveLength(4);
    expect(folded(diffOf("a\nb", "a\nb"))).toEqual([null]);
  });
});
