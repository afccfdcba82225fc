import { useEffect } from "preact/hooks";
import { cx } from "../shared/cx";
import { t } from "../shared/i18n";
import { Column } from "./Column";
import { offers } from "./lists";
import { goLive, resyncOnFocus } from "./live";
import { Offers } from "./Offers";
import { open } from "./open";
import { Pane } from "./Pane";
import { keepPlace } from "./place";
import { Rail } from "./Rail";
import "./desk.css";

/** The console of a signed-in agent: lists at the start, the open conversation beside them. */
export function Desk() {
  useEffect(() => {
    goLive();
    const stops = [resyncOnFocus(), keepPlace()];
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
      <Rail />
      <Offers />
      <Column />
      <Pane />
    </div>
  );
}
