/** One line of a comparison: kept, taken away, or new. */
export interface DiffLine {
  readonly kind: "same" | "gone" | "new";
  readonly text: string;
}

const MOST_CELLS = 4_000_000;

/** What became of each line from `before` to `after` (longest common subsequence). */
export function diffOf(before: string, after: string): readonly DiffLine[] {
  const a = before.split("\n");
  const b = after.split("\n");
  const head = sharedLength(a, b, (at) => at);
  const tail = Math.min(
    sharedLength(a, b, (at, lines) => lines.length - 1 - at),
    Math.min(a.length, b.length) - head,
  );
  const middle = between(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  return [...same(a.slice(0, head)), ...middle, ...same(a.slice(a.length - tail))];
}

/** The comparison without long stretches that did not change: `null` stands for what is left out. */
export function folded(lines: readonly DiffLine[], around = 2): readonly (DiffLine | null)[] {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some((one) => one.kind !== "same"),
  );
  return lines.flatMap((line, at) => (near[at] ? [line] : near[at - 1] || at === 0 ? [null] : []));
}

function sharedLength(
  a: readonly string[],
  b: readonly string[],
  place: (at: number, lines: readonly string[]) => number,
): number {
  let at = 0;
  while (at < a.length && at < b.length && a[place(at, a)] === b[place(at, b)]) at++;
  return at;
}

const same = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind: "same", text }));
const gone = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind: "gone", text }));
const fresh = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind: "new", text }));

function between(a: readonly string[], b: readonly string[]): DiffLine[] {
  if (a.length * b.length > MOST_CELLS) return [...gone(a), ...fresh(b)];
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  const cell = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] =
        a[i] === b[j] ? cell(i + 1, j + 1) + 1 : Math.max(cell(i + 1, j), cell(i, j + 1));
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(...same([a[i++] ?? ""]));
      j++;
    } else if (i < a.length && (j === b.length || cell(i + 1, j) >= cell(i, j + 1)))
      lines.push(...gone([a[i++] ?? ""]));
    else lines.push(...fresh([b[j++] ?? ""]));
  }
  return lines;
}
