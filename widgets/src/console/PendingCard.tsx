import { cx } from "../shared/cx";
import { t } from "../shared/i18n";
import type { Outgoing } from "../shared/outbox";
import { Button } from "../shared/ui/Button";
import { Icon } from "../shared/ui/Icon";
import { clock } from "../shared/ui/icons";
import { Rich } from "./Rich";
import { type Draft, outbox } from "./sending";

/** What was written here and is not stored yet, or was refused. */
export function PendingCard({ item }: { item: Outgoing<Draft> }) {
  const { text, note, attachments } = item.body;
  return (
    <article class={cx("message message-ours message-pending", note && "message-note")}>
      <div class="message-text" dir="auto">
        <Rich text={text || attachments.map((file) => file.name).join(", ")} />
      </div>
      {item.refused === null ? (
        <p class="message-state">
          <Icon path={clock} size={14} />
          {t("console.mark.sending")}
        </p>
      ) : (
        <p class="message-state message-refused" role="alert">
          {t("console.mark.refused")}
          <Button small onClick={() => outbox().retry(item.external_id)}>
            {t("common.retry")}
          </Button>
          <Button small onClick={() => outbox().discard(item.external_id)}>
            {t("console.mark.discard")}
          </Button>
        </p>
      )}
    </article>
  );
}
