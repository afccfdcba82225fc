import { cx } from "../shared/cx";
import { type TextKey, t } from "../shared/i18n";
import { Icon } from "../shared/ui/Icon";
import { book, chat, inbox, list, search } from "../shared/ui/icons";
import { dialog } from "./dialogs";
import { newsCount } from "./knowledge";
import { hasUnread, mine, queues } from "./lists";
import { road } from "./live";
import { close } from "./open";
import { PresenceSwitch } from "./PresenceSwitch";
import { showView, type View, view } from "./place";
import { SelfMenu } from "./SelfMenu";
import { may } from "./session";
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
        {may("articles.read") && <KnowledgeButton />}
      </nav>
      <div class="rail-self">
        <Road />
        <PresenceSwitch />
        <SelfMenu />
      </div>
    </header>
  );
}

/** What is new among the articles, with its number. */
function KnowledgeButton() {
  const count = newsCount.value;
  return (
    <button
      type="button"
      class="rail-view"
      aria-haspopup="dialog"
      onClick={() => {
        dialog.value = "knowledge";
      }}
    >
      <Icon path={book} size={20} />
      <span>{t("console.knowledge")}</span>
      {count > 0 && (
        <span class="rail-count">
          {count > 99 ? "99+" : count}
          <span class="visually-hidden"> {t("console.knowledge.new", { count })}</span>
        </span>
      )}
    </button>
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
