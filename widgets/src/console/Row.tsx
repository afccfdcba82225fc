import { cx } from "../shared/cx";
import { locale, nameOfLanguage, t } from "../shared/i18n";
import { shortTime } from "../shared/i18n/format";
import { Avatar } from "../shared/ui/Avatar";
import { Icon } from "../shared/ui/Icon";
import { alert } from "../shared/ui/icons";
import { hasUnread } from "./lists";
import { agentName, channelName, me, queueName, shownName } from "./session";
import type { Head } from "./types";

export const ROW_HEIGHT = 78;

/** One conversation in a list: who, when, the last words, and where it stands. */
export function Row({ head }: { head: Head }) {
  const isUnread = head.agent_id === me.value?.agent.id && hasUnread(head);
  return (
    <div class={cx("row", isUnread && "row-unread")}>
      <Avatar name={shownName(head)} />
      <div class="row-words">
        <div class="row-top">
          <span class="row-name" dir="auto">
            {shownName(head)}
          </span>
          <time class="row-time" dateTime={head.last_at}>
            {shortTime(new Date(head.last_at))}
          </time>
        </div>
        <p class="row-text" dir="auto" lang={head.language ?? undefined}>
          {head.subject ? `${head.subject}: ${head.preview}` : head.preview}
        </p>
        <p class="row-marks">
          {head.undelivered !== null && <Undelivered />}
          {isUnread && <span class="visually-hidden">{t("console.row.unread")}. </span>}
          {marksOf(head).join(" · ")}
        </p>
      </div>
    </div>
  );
}

function Undelivered() {
  return (
    <span class="row-undelivered" title={t("console.row.undelivered")}>
      <Icon path={alert} size={14} />
      <span class="visually-hidden">{t("console.row.undelivered")}. </span>
    </span>
  );
}

function marksOf(head: Head): readonly string[] {
  const language = head.language ? [nameOfLanguage(head.language, locale.value.tag)] : [];
  const asked = head.side_of === null ? [] : [t("console.side_thread.asked")];
  return [whereItStands(head), ...language, channelName(head.channel), ...asked, ...head.tags];
}

/** The state as an agent thinks of it: with whom it is. */
function whereItStands(head: Head): string {
  if (head.state === "snoozed" && head.snoozed_until)
    return t("console.row.snoozed", { time: shortTime(new Date(head.snoozed_until)) });
  if (head.state === "assigned" && head.agent_id !== me.value?.agent.id) return agentName(head.agent_id);
  if (head.state === "assigned") return t(`console.awaiting.${head.awaiting}`);
  if (head.state === "waiting" && head.queue_id) return queueName(head.queue_id);
  return t(`console.state.${head.state}`);
}
