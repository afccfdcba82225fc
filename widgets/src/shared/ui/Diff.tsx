import { diffOf, folded } from "../diff";
import "./diff.css";

interface DiffProps {
  readonly before: string;
  readonly after: string;
  readonly lang?: string;
  /** What it compares, for those who hear the page. */
  readonly label: string;
}

/** Two texts line by line; stretches that did not change are left out. */
export function Diff({ before, after, lang, label }: DiffProps) {
  return (
    <section class="diff" aria-label={label} lang={lang} dir="auto" tabIndex={0}>
      {folded(diffOf(before, after)).map((line, at) =>
        line === null ? (
          <p key={at} class="diff-skip">
            …
          </p>
        ) : line.kind === "same" ? (
          <p key={at}>{line.text}</p>
        ) : line.kind === "gone" ? (
          <del key={at}>{line.text}</del>
        ) : (
          <ins key={at}>{line.text}</ins>
        ),
      )}
    </section>
  );
}
