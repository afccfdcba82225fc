// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { t } from "../shared/i18n";
import { shortTime } from "../shared/i18n/format";
import { Button } from "../shared/ui/Button";
import { plus } from "../shared/ui/icons";
import { config } from "./config";
import { beginAnother } from "./sending";
import { current, heads, isListShown } from "./state";
import type { ContactHead } from "./values";

export function ConversationList() {
  return (
    <main class="chat-list">
      <h2>{t("widget.conversations")}</h2>
      <ul>
        {heads.value.map((head) => (
          <li key={head.id}>
            <Row head={head} />
          </li>
        ))}
      </ul>
      <Button
        look="primary"
        icon={plus}
        onClick={() => {
          beginAnother();
          isListShown.value = false;
        }}
      >
        {t("widget.conversations.new")}
      </Button>
    </main>
  );
}

function Row({ head }: { head: ContactHead }) {
  const isUnread = head.seq > head.read_up_to.contact;
  return (
    <button
      type="button"
      class={isUnread ? "chat-row chat-row-unread" : "chat-row"}
      onClick={() => {
        current.value = head.id;
        isListShown.value = false;
      }}
    >
      <span class="chat-row-name">{head.agent?.name ?? config.value?.name ?? t("widget.team")}</span>
      <time datetime={head.last_at}>{shortTime(new Date(head.last_at))}</time>
      <span class="chat-row-text" dir="auto">
        {head.preview}
      </span>
      {isUnread && <span class="visually-hidden">{t("widget.unread", { count: 1 })}</span>}
    </button>
  );
}
