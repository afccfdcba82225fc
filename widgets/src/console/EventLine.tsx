import { fullTime, shortTime } from "../shared/i18n/format";
import { lineWords } from "./lineWords";
import type { Entry } from "./types";

/** Whether an entry is said in one line; measures and marks that are shown elsewhere are not. */
export function isShownAsLine(entry: Entry): boolean {
  return lineWords(entry) !== null;
}

/** What happened, in one line between the messages. */
export function EventLine({ entry }: { entry: Entry }) {
  const at = new Date(entry.placed_at);
  return (
    <p class="line">
      <span dir="auto">{lineWords(entry)}</span>{" "}
      <time dateTime={entry.placed_at} title={fullTime(at)}>
        {shortTime(at)}
      </time>
    </p>
  );
}
