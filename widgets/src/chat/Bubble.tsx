// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { cx } from "../shared/cx";
import { t } from "../shared/i18n";
import { fullTime } from "../shared/i18n/format";
import { Icon } from "../shared/ui/Icon";
import { check, checks } from "../shared/ui/icons";
import { Answer } from "./Answer";
import { Attachment } from "./Attachment";
import { Questions } from "./Questions";
import { Rich } from "./Rich";
import { currentHead } from "./state";
import type { Entry, MessageEntry } from "./values";

interface BubbleProps {
  readonly entry: MessageEntry;
  /** Begins a run of messages of one author: says who it is. */
  readonly isFirst: boolean;
  readonly all: readonly Entry[];
}

export function Bubble({ entry, isFirst, all }: BubbleProps) {
  const { body, author } = entry;
  if (body.notice && !body.answer)
    return (
      <>
        <Notice text={body.text} lang={body.language} />
        {body.asks && body.asks.length > 0 && <Questions entry={entry} all={all} />}
      </>
    );
  const isMine = author.kind === "contact";
  return (
    <article class={cx("message", isMine && "message-mine")} lang={body.language ?? undefined}>
      {isFirst && !isMine && (
        <p class="message-author">
          {body.answer ? t("widget.answer.automatic") : author.name || t("widget.team")}
        </p>
      )}
      {body.text && (
        <div
          class={cx("bubble", isMine ? "bubble-mine" : "bubble-theirs", body.answer && "bubble-answer")}
          dir="auto"
          title={fullTime(new Date(entry.placed_at))}
        >
          <Rich text={body.text} />
        </div>
      )}
      {body.attachments.map((file) => (
        <Attachment key={file.blob_id} conversation={entry.conversation} file={file} />
      ))}
      {body.answer && <Answer entry={entry} answer={body.answer} all={all} />}
      {isMine && <Delivered entry={entry} all={all} />}
    </article>
  );
}

/** Said under the last own message: sent, or seen. */
function Delivered({ entry, all }: { entry: MessageEntry; all: readonly Entry[] }) {
  const last = all.findLast((one) => one.kind === "message" && one.author.kind === "contact");
  if (last?.id !== entry.id) return null;
  const isSeen = (currentHead.value?.read_up_to.staff ?? 0) >= entry.seq;
  return (
    <p class="message-state">
      <Icon path={isSeen ? checks : check} size={14} />
      {t(isSeen ? "widget.seen" : "widget.sent")}
    </p>
  );
}

function Notice({ text, lang }: { text: string; lang: string | null }) {
  return (
    <p class="chat-notice" lang={lang ?? undefined} dir="auto">
      {text}
    </p>
  );
}
