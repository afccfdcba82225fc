import { t } from "../shared/i18n";
import { EmptyState } from "../shared/ui/EmptyState";
import { chat } from "../shared/ui/icons";
import { Spinner } from "../shared/ui/Progress";
import { Composer } from "./Composer";
import { History } from "./History";
import { open, openHead } from "./open";
import { PaneHeader } from "./PaneHeader";
import { SideBanner } from "./SideBanner";
import { shownName } from "./session";
import "./pane.css";

/** The open conversation: who it is with, what was said, and where the answer is written. */
export function Pane() {
  const now = open.value;
  const head = openHead.value;
  if (!now) return <NothingOpen />;
  if (!head)
    return (
      <main class="pane pane-empty">
        <Spinner label={t("common.loading")} />
      </main>
    );
  return (
    <main class="pane" key={now.id} aria-label={t("console.conversation.with", { name: shownName(head) })}>
      <div>
        <PaneHeader head={head} />
        {head.side_of && <SideBanner head={head} of={head.side_of} />}
      </div>
      <History open={now} head={head} />
      <Composer head={head} />
    </main>
  );
}

function NothingOpen() {
  return (
    <main class="pane pane-empty">
      <EmptyState icon={chat} title={t("console.pane.empty")}>
        {t("console.pane.empty.text")}
      </EmptyState>
    </main>
  );
}
