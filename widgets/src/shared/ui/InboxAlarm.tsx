import { t } from "../i18n";
import { fullTime } from "../i18n/format";
import { failingInboxes, type InboxState } from "../inboxStates";
import "./alarm.css";
import { Icon } from "./Icon";
import { alert } from "./icons";

interface AlarmProps {
  readonly nameOf: (inbox: string) => string;
  /** Where the inbox is put right. */
  readonly linkTo: (inbox: string) => string;
}

/** The inboxes that do not work, for as long as they do not; nothing where all do. */
export function InboxAlarm({ nameOf, linkTo }: AlarmProps) {
  const failing = failingInboxes.value;
  return (
    <aside class="alarm" aria-label={t("console.alarm")} hidden={failing.length === 0}>
      <div role="alert">
        <ul>
          {failing.map((one) => (
            <li key={one.inbox_id}>
              <Icon path={alert} />
              <div class="alarm-words">
                <p>
                  <strong dir="auto">{nameOf(one.inbox_id)}</strong> <span dir="auto">{problemOf(one)}</span>
                </p>
                {one.advice && <p dir="auto">{one.advice}</p>}
              </div>
              <a href={linkTo(one.inbox_id)}>{t("console.alarm.open")}</a>
            </li>
          ))}
        </ul>
      </div>
    </aside>
  );
}

/** The server's words, else since when there are none. */
export function problemOf(one: InboxState): string {
  return one.problem ?? t("console.alarm.silent", { time: fullTime(new Date(one.heard_at ?? one.since)) });
}
