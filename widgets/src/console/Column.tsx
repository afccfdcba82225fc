import { useEffect } from "preact/hooks";
import { t } from "../shared/i18n";
import { EmptyState } from "../shared/ui/EmptyState";
import { chat, check, inbox, list as listIcon } from "../shared/ui/icons";
import { List } from "../shared/ui/List";
import { BeginButton } from "./BeginButton";
import { FolderSwitch } from "./FolderSwitch";
import { attemptTo } from "./failing";
import { all, allInOrder, folder, loadAll, loadMore, mineInOrder, queuesInOrder } from "./lists";
import { open, openConversation } from "./open";
import { view } from "./place";
import { ROW_HEIGHT, Row } from "./Row";
import { SearchPanel } from "./SearchPanel";
import { me } from "./session";
import type { Head } from "./types";
import "./column.css";

/** Nobody is told about every conversation there is: this list asks. */
const REFRESH_ALL_MS = 10_000;
/** A page may hold little of the folder shown: then the next one is fetched without scrolling. */
const ENOUGH_ROWS = 20;

/** The list chosen in the rail. */
export function Column() {
  const shown = view.value;
  useEffect(() => {
    if (shown !== "all") return;
    void attemptTo(loadAll);
    const again = setInterval(() => document.hidden || void loadAll().catch(() => {}), REFRESH_ALL_MS);
    return () => clearInterval(again);
  }, [shown]);
  const isShort = shown === "all" && allInOrder.value.length < ENOUGH_ROWS && all.value.next !== null;
  useEffect(() => {
    if (isShort) void loadMore().catch(() => {});
  }, [isShort]);
  return (
    <section class="column" aria-labelledby="column-title">
      <header class="column-head">
        <h1 id="column-title" class="column-title">
          {t(`console.view.${shown}`)}
        </h1>
        <BeginButton />
      </header>
      {shown === "all" && <FolderSwitch />}
      {shown === "search" ? <SearchPanel /> : <Heads key={shown} items={headsOf(shown)} shown={shown} />}
    </section>
  );
}

function headsOf(shown: "mine" | "queues" | "all"): readonly Head[] {
  if (shown === "mine") return mineInOrder.value;
  return shown === "queues" ? queuesInOrder.value : allInOrder.value;
}

function Heads({ items, shown }: { items: readonly Head[]; shown: "mine" | "queues" | "all" }) {
  return (
    <List
      label={t(`console.view.${shown}`)}
      items={items}
      keyOf={(head) => head.id}
      render={(head) => <Row head={head} />}
      rowHeight={ROW_HEIGHT}
      selected={open.value?.id ?? null}
      onSelect={(head) => openConversation(head.id)}
      empty={<Nothing shown={shown} />}
      {...(shown === "all" ? { onNearEnd: () => void loadMore().catch(() => {}) } : {})}
    />
  );
}

const ICONS = { mine: chat, queues: inbox, all: listIcon } as const;

function Nothing({ shown }: { shown: "mine" | "queues" | "all" }) {
  if (shown === "all" && folder.value === "spam")
    return (
      <EmptyState icon={check} title={t("console.empty.spam")}>
        {t("console.empty.spam.text")}
      </EmptyState>
    );
  return (
    <EmptyState icon={ICONS[shown]} title={t(`console.empty.${shown}`)}>
      {t(
        shown === "mine" && me.value?.status === "online"
          ? "console.empty.mine.online"
          : `console.empty.${shown}.text`,
      )}
    </EmptyState>
  );
}
