import { cx } from "../shared/cx";
import { type TextKey, t } from "../shared/i18n";
import { Icon } from "../shared/ui/Icon";
import { chat, inbox, list, search } from "../shared/ui/icons";
import { hasUnread, mine, queues } from "./lists";
import { road } from "./live";
import { close } from "./open";
import { PresenceSwitch } from "./PresenceSwitch";
import { showView, type View, view } from "./place";
import { SelfMenu } from "./SelfMenu";
import "./rail.css";

const VIEWS: readonly { id: View; label: TextKey; icon: string }[] = [
  { id: "mine", label: "console.view.mine", icon: chat },
  { id: "queues", label: "console.view.queues", icon: inbox },
  { id: "all", label: "console.view.all", icon: list },
  { id: "search", label: "console.view.search", icon: search },
];

export function Rail() {
  return (
    <header class="rail">
      <nav aria-label={t("console.views")} class="rail-views">
        {VIEWS.map(({ id, label, icon }) => (
          <button
            key={id}
            type="button"
            class={cx("rail-view", view.value === id && "rail-view-now")}
            aria-current={view.value === id ? "page" : undefined}
            onClick={() => pick(id)}
          >
            <Icon path={icon} size={20} />
            <span>{t(label)}</span>
            <Count view={id} />
          </button>
        ))}
      </nav>
      <div class="rail-self">
        <Road />
        <PresenceSwitch />
        <SelfMenu />
      </div>
    </header>
  );
}

/** On a narrow page a list is seen only without a conversation. */
function pick(id: View): void {
  if (matchMedia("(width < 48rem)").matches) close();
  showView(id);
}

function Count({ view: id }: { view: View }) {
  const unread = id === "mine" ? [...mine.value.values()].filter(hasUnread).length : 0;
  const count = id === "mine" ? unread : id === "queues" ? queues.value.size : 0;
  if (count === 0) return null;
  return (
    <span class={cx("rail-count", id === "mine" && "rail-count-unread")}>
      {count > 99 ? "99+" : count}
      <span class="visually-hidden">
        {" "}
        {t(id === "mine" ? "console.unread" : "console.waiting", { count })}
      </span>
    </span>
  );
}

function Road() {
  if (road() !== "none") return null;
  return (
    <p class="rail-road" role="status">
      {t("console.offline")}
    </p>
  );
}
