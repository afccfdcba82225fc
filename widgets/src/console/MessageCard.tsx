import { cx } from "../shared/cx";
import { t } from "../shared/i18n";
import { fullTime, shortTime } from "../shared/i18n/format";
import { Badge } from "../shared/ui/Badge";
import { Icon } from "../shared/ui/Icon";
import { book, note as noteIcon } from "../shared/ui/icons";
import { Attachments } from "./Attachments";
import { Delivered } from "./Delivered";
import type { Delivery } from "./deliveries";
import { LetterForms } from "./LetterForms";
import { LetterHead } from "./LetterHead";
import { MessageUses } from "./MessageUses";
import { Rich } from "./Rich";
import { shownName } from "./session";
import type { Author, Entry, Head } from "./types";

interface MessageProps {
  readonly entry: Entry;
  readonly head: Head;
  /** Begins a run of messages of one author: says who it is. */
  readonly isFirst: boolean;
  /** What became of it on its way. */
  readonly delivery: Delivery;
}

/** A message or a note. The contact's stand at the start, ours at the end, notes look like paper. */
export function MessageCard({ entry, head, isFirst, delivery }: MessageProps) {
  const { body, author } = entry;
  const isNote = entry.kind === "note";
  const side = author.kind === "contact" ? "message-theirs" : "message-ours";
  const at = new Date(entry.placed_at);
  const name = authorName(entry, head);
  const isSeen = !delivery.isLost && (head.read_up_to.contact ?? 0) >= entry.seq;
  return (
    <article
      class={cx("message", side, isNote && "message-note", author.kind === "centre" && "message-centre")}
      aria-label={name}
    >
      {isFirst && (
        <header class="message-head">
          <span class="message-author" dir="auto">
            {name}
          </span>
          {isNote && (
            <span class="message-kind">
              <Icon path={noteIcon} size={14} />
              {t("console.note.marks")}
            </span>
          )}
          <time dateTime={entry.placed_at} title={fullTime(at)}>
            {shortTime(at)}
          </time>
        </header>
      )}
      <LetterHead entry={entry} head={head} name={name} />
      {body.text && (
        <div class="message-text" dir="auto" lang={body.language ?? undefined}>
          <Rich text={body.text} />
        </div>
      )}
      <Attachments conversation={entry.conversation} files={body.attachments ?? []} />
      {body.original && <LetterForms entry={entry} original={body.original} />}
      {!isNote && <MessageUses entry={entry} head={head} />}
      {body.answer && <AnswerLine answer={body.answer} />}
      {author.kind !== "contact" && !isNote && (
        <Delivered entry={entry} delivery={isSeen ? { ...delivery, mark: "seen" } : delivery} />
      )}
    </article>
  );
}

function authorName({ author, body }: Entry, head: Head): string {
  if (isJoined(author, head) && body.original?.sender) return body.original.sender;
  if (author.kind === "centre") return t("console.author.centre");
  if (author.kind === "api") return author.name || t("console.author.api");
  return author.name || (author.kind === "contact" ? shownName(head) : t("console.author.agent"));
}

/** Somebody else who wrote into it: the names that come with entries are the contact's. */
function isJoined(author: Author, head: Head): boolean {
  return author.kind === "contact" && author.id !== head.contact_id;
}

/** Where an automatic answer came from and how sure it was. */
function AnswerLine({ answer }: { answer: NonNullable<Entry["body"]["answer"]> }) {
  return (
    <p class="message-answer">
      <Icon path={book} size={14} />
      <Badge tone="info">{t(`console.answer.${answer.decision}`)}</Badge>
      {answer.sources.map((source) => (
        <span key={source.article_id} dir="auto" lang={source.language}>
          {source.title}
        </span>
      ))}
      <span>{t("console.answer.confidence", { percent: Math.round(answer.confidence * 100) })}</span>
    </p>
  );
}
