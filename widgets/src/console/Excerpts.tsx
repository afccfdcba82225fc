import { t } from "../shared/i18n";
import { fileSize, shortTime } from "../shared/i18n/format";
import { isQuoted, withoutQuote, withQuote } from "./quotes";
import { shownName } from "./session";
import type { Entry, FileRef, Head } from "./types";
import "./transfer.css";

interface ExcerptProps {
  readonly head: Head;
  readonly messages: readonly Entry[];
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** Messages that are quoted into the text while they are ticked; at first none is. */
export function ExcerptChoice({ head, messages, text, onChange }: ExcerptProps) {
  const worded = messages.filter((entry) => entry.body.text?.trim());
  if (worded.length === 0) return null;
  return (
    <fieldset class="targets excerpts">
      <legend>{t("console.ask.excerpts")}</legend>
      {worded.map((entry) => {
        const words = entry.body.text ?? "";
        const isIn = isQuoted(text, words);
        return (
          <label key={entry.id} class="target">
            <input
              type="checkbox"
              checked={isIn}
              onChange={() => onChange(isIn ? withoutQuote(text, words) : withQuote(text, words))}
            />
            <span class="target-words">
              <span class="soft">
                {authorOf(entry, head)} · {shortTime(new Date(entry.placed_at))}
              </span>
              <span class="excerpt" dir="auto" lang={entry.body.language ?? undefined}>
                {words}
              </span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

function authorOf({ author }: Entry, head: Head): string {
  if (author.name) return author.name;
  if (author.kind === "centre") return t("console.author.centre");
  return author.kind === "contact" ? shownName(head) : t("console.author.agent");
}

interface FileProps {
  readonly messages: readonly Entry[];
  readonly chosen: readonly FileRef[];
  readonly onChange: (chosen: readonly FileRef[]) => void;
}

/** Files of the conversation that go along while they are ticked. */
export function FileChoice({ messages, chosen, onChange }: FileProps) {
  const files = new Map(
    messages.flatMap((entry) => entry.body.attachments ?? []).map((file) => [file.blob_id, file]),
  );
  if (files.size === 0) return null;
  return (
    <fieldset class="targets">
      <legend>{t("console.ask.files")}</legend>
      {[...files.values()].map((file) => {
        const others = chosen.filter((one) => one.blob_id !== file.blob_id);
        const isIn = others.length < chosen.length;
        return (
          <label key={file.blob_id} class="target">
            <input
              type="checkbox"
              checked={isIn}
              onChange={() => onChange(isIn ? others : [...chosen, file])}
            />
            <span dir="auto">{file.name}</span>
            <span class="soft">{fileSize(file.size_bytes)}</span>
          </label>
        );
      })}
    </fieldset>
  );
}
