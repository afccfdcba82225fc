import { effect } from "@preact/signals";
import { uuid7 } from "../shared/uuid7";
import { open } from "./open";
import { isLookedAt } from "./reading";
import { api } from "./session";

const EVERY_S = 60;

/** Counts how long a conversation is open and looked at; tells the centre every minute and when the agent looks away. */
export function reportFocus(): () => void {
  let seconds = 0;
  let on: string | null = null;

  const tell = (): void => {
    if (on && seconds > 0) {
      const body = { external_id: uuid7(), seconds };
      void api(`/conversations/${on}/focus`, { method: "POST", body }).catch(() => {});
    }
    seconds = 0;
  };
  const stop = effect(() => {
    const id = open.value?.id ?? null;
    if (id === on) return;
    tell();
    on = id;
  });
  const tick = setInterval(() => {
    if (!on || !isLookedAt()) return;
    seconds += 1;
    if (seconds >= EVERY_S) tell();
  }, 1000);
  addEventListener("blur", tell);
  document.addEventListener("visibilitychange", tell);
  return () => {
    tell();
    stop();
    clearInterval(tick);
    removeEventListener("blur", tell);
    document.removeEventListener("visibilitychange", tell);
  };
}
