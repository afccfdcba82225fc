import { effect } from "@preact/signals";
import { nudge } from "./live";
import { open, openHead } from "./open";
import { me } from "./session";

/** Tells the contact's side what their agent has seen: while the page is looked at, and only of one's own. */
export function markWhatIsRead(): () => void {
  let told = { id: "", seq: 0 };
  const look = (): void => {
    const now = open.value;
    const head = openHead.value;
    const mine = head?.agent_id === me.value?.agent.id;
    const last = now?.timeline.entries.value.findLast((entry) => entry.author.kind === "contact");
    if (!now || !last || !mine || !isLookedAt()) return;
    if (told.id === now.id && told.seq >= last.seq) return;
    told = { id: now.id, seq: last.seq };
    nudge("read", now.id, { seq: last.seq });
  };
  const stop = effect(look);
  addEventListener("focus", look);
  return () => {
    stop();
    removeEventListener("focus", look);
  };
}

export function isLookedAt(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}
