import { useEffect } from "preact/hooks";
import { cx } from "../shared/cx";
import { t } from "../shared/i18n";
import { watchInboxes } from "../shared/inboxStates";
import { InboxAlarm } from "../shared/ui/InboxAlarm";
import { AskDialog } from "./AskDialog";
import { BeginDialog } from "./BeginDialog";
import { Column } from "./Column";
import { dialog, forwarded } from "./dialogs";
import { reportFocus } from "./focus";
import { KeySheet } from "./KeySheet";
import { KnowledgeDialog } from "./KnowledgeDialog";
import { hearKeys } from "./keys";
import { watchNews } from "./knowledge";
import { offers } from "./lists";
import { goLive, resyncOnFocus } from "./live";
import { Offers } from "./Offers";
import { open, openHead } from "./open";
import { Pane } from "./Pane";
import { keepPlace } from "./place";
import { Rail } from "./Rail";
import { markWhatIsRead } from "./reading";
import { SidePanel } from "./SidePanel";
import { api, inboxName, may } from "./session";
import { TransferDialog } from "./TransferDialog";
import "./desk.css";

/** The console of a signed-in agent: lists at the start, the open conversation beside them. */
export function Desk() {
  useEffect(() => {
    goLive();
    const stops = [resyncOnFocus(), keepPlace(), hearKeys(), markWhatIsRead(), reportFocus()];
    if (may("articles.read")) stops.push(watchNews());
    if (may("records.read")) stops.push(watchInboxes(api));
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  const waiting = offers.value.length;
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) ${t("console.title")}` : t("console.title");
  }, [waiting]);
  return (
    <div class={cx("desk", open.value && "desk-open")}>
      <InboxAlarm nameOf={inboxName} linkTo={(id) => `/admin#/inboxes/${encodeURIComponent(id)}`} />
      <Rail />
      <Offers />
      <Column />
      <Pane />
      <SidePanel />
      <Dialogs />
    </div>
  );
}

function Dialogs() {
  const head = openHead.value;
  const close = (): void => {
    dialog.value = null;
  };
  if (dialog.value === "transfer" && head) return <TransferDialog head={head} onClose={close} />;
  if (dialog.value === "ask" && head) return <AskDialog key={head.id} head={head} onClose={close} />;
  if (dialog.value === "forward" && head && forwarded.value)
    return <AskDialog key={forwarded.value.id} head={head} entry={forwarded.value} onClose={close} />;
  if (dialog.value === "begin") return <BeginDialog onClose={close} />;
  if (dialog.value === "knowledge") return <KnowledgeDialog onClose={close} />;
  return dialog.value === "keys" ? <KeySheet onClose={close} /> : null;
}
