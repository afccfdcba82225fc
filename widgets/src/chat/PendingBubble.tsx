// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { t } from "../shared/i18n";
import type { Outgoing } from "../shared/outbox";
import { Button } from "../shared/ui/Button";
import { Icon } from "../shared/ui/Icon";
import { alert, check, clock, file } from "../shared/ui/icons";
import { Rich } from "./Rich";
import { type Draft, outbox } from "./sending";

/** An own message whose entry has not come back yet. */
export function PendingBubble({ item, isSent }: { item: Outgoing<Draft>; isSent: boolean }) {
  const { text, attachments } = item.body;
  const state = isSent ? "widget.sent" : "widget.sending";
  return (
    <article class="message message-mine">
      {text && (
        <div class="bubble bubble-mine" dir="auto">
          <Rich text={text} />
        </div>
      )}
      {attachments.map((one) => (
        <p key={one.blob_id} class="file">
          <Icon path={file} />
          {one.name}
        </p>
      ))}
      {item.refused ? (
        <Refused item={item} />
      ) : (
        <p class="message-state">
          <Icon path={isSent ? check : clock} size={14} />
          {t(state)}
        </p>
      )}
    </article>
  );
}

function Refused({ item }: { item: Outgoing<Draft> }) {
  return (
    <div class="message-state message-refused" role="alert">
      <Icon path={alert} size={14} />
      {t("widget.refused")}
      <Button small onClick={() => outbox.retry(item.external_id)}>
        {t("common.retry")}
      </Button>
      <Button small look="quiet" onClick={() => outbox.discard(item.external_id)}>
        {t("widget.refused.discard")}
      </Button>
    </div>
  );
}
