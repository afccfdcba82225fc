import { useEffect, useId } from "preact/hooks";
import { t } from "../shared/i18n";
import { toast } from "../shared/ui/Toast";
import { attemptTo } from "./failing";
import { api, me } from "./session";
import type { Presence } from "./types";

/** Online takes new conversations; away keeps the present ones only. */
export function PresenceSwitch() {
  const id = useId();
  const isOnline = me.value?.status === "online";
  const wasSetAway = me.value?.reason === "offers_missed";
  useEffect(() => {
    if (wasSetAway) tellAway();
  }, [wasSetAway]);
  return (
    <div class="check check-switch rail-presence">
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={isOnline}
        aria-checked={isOnline}
        aria-label={t("console.presence.online")}
        title={t(isOnline ? "console.presence.online.hint" : "console.presence.away.hint")}
        onChange={(event) => void choose(event.currentTarget.checked ? "online" : "away")}
      />
      <label for={id} aria-hidden="true">
        {t(isOnline ? "console.presence.online" : "console.presence.away")}
      </label>
    </div>
  );
}

/** Stays until it is closed: whoever missed two offers is not looking now. */
function tellAway(): void {
  const back = { label: t("console.presence.back"), run: () => void choose("online") };
  toast({ text: t("console.presence.missed"), action: back });
}

/** The status as the centre has it: it may have been set there, or in another window. */
export function takeOwnPresence({ status, reason }: Presence): void {
  const known = me.value;
  if (!known || status === "offline" || (known.status === status && known.reason === reason)) return;
  me.value = { ...known, status, reason };
}

/** Shown at once, taken back if the centre refuses. */
export async function choose(status: "online" | "away"): Promise<void> {
  const before = me.value;
  if (!before || before.status === status) return;
  me.value = { ...before, status, reason: null };
  const done = await attemptTo(() => api("/me/availability", { method: "PUT", body: { status } }));
  if (!done && me.value) me.value = { ...me.value, status: before.status };
}
