import { cx } from "../shared/cx";
import { type TextKey, t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { Icon } from "../shared/ui/Icon";
import { alert, check, checks, clock, edit, reload, send } from "../shared/ui/icons";
import type { Delivery, Mark } from "./deliveries";
import { changeDraft, draftOf } from "./drafts";
import type { Entry } from "./types";

const ICONS: Readonly<Record<Mark, string>> = {
  queued: clock,
  sending: send,
  deferred: reload,
  sent: check,
  delivered: checks,
  seen: checks,
  failed: alert,
  bounced: alert,
};

/** What to do about what is not well. */
const ADVICE: Partial<Readonly<Record<Mark, TextKey>>> = {
  deferred: "console.mark.deferred.advice",
  failed: "console.mark.failed.advice",
  bounced: "console.mark.bounced.advice",
};

/** What became of a message: a mark where all is well, else the server's words and what to do about it. */
export function Delivered({ entry, delivery }: { entry: Entry; delivery: Delivery }) {
  const { mark, error, isLost } = delivery;
  const advice = ADVICE[mark];
  const isTold = advice !== undefined;
  return (
    <div class={cx("message-mark", isTold && "message-told", isLost && "message-lost")}>
      <Icon path={ICONS[mark]} size={14} />
      <span class={isTold ? "message-told-mark" : "visually-hidden"}>{t(`console.mark.${mark}`)}</span>
      {advice && (
        <div class="message-told-words">
          {error && (
            <p dir="auto" class="message-told-error">
              {error}
            </p>
          )}
          <p>{t(advice)}</p>
          {isLost && entry.body.text && <Again entry={entry} />}
        </div>
      )}
    </div>
  );
}

/** Takes the text into the composer, below what stands there already. */
function Again({ entry }: { entry: Entry }) {
  const again = (): void => {
    const { text } = draftOf(entry.conversation);
    changeDraft(entry.conversation, {
      mode: "reply",
      text: text ? `${text}\n\n${entry.body.text}` : (entry.body.text ?? ""),
    });
    document.querySelector<HTMLElement>(".composer-text")?.focus();
  };
  return (
    <Button small icon={edit} onClick={again}>
      {t("console.mark.again")}
    </Button>
  );
}
