import { t } from "../shared/i18n";
import { fullTime } from "../shared/i18n/format";
import { shownName } from "./session";
import type { Entry, FileRef, Head } from "./types";

/** What a forwarded message begins the dialog with: its words under the usual lines, its files, its subject. */
export interface Forwarded {
  readonly text: string;
  readonly subject: string;
  readonly files: readonly FileRef[];
}

export function forwardedOf(entry: Entry, head: Head): Forwarded {
  const { body, author } = entry;
  const name = author.name || (author.kind === "contact" ? shownName(head) : t("console.author.centre"));
  const sender = body.original?.sender;
  const subject = body.subject || head.subject;
  const lines = [
    t("console.forward.mark"),
    t("console.forward.from", { name: sender && sender !== name ? `${name} <${sender}>` : name }),
    t("console.forward.at", { time: fullTime(new Date(entry.placed_at)) }),
    ...(subject ? [t("console.forward.subject", { subject })] : []),
  ];
  return {
    text: `\n\n${lines.join("\n")}\n\n${body.text?.trim() ?? ""}`,
    subject: subject ? `Fwd: ${subject}` : "",
    files: body.attachments ?? [],
  };
}
