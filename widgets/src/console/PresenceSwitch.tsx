import { useId } from "preact/hooks";
import { t } from "../shared/i18n";
import { attemptTo } from "./failing";
import { api, me } from "./session";

/** Online takes new conversations; away keeps the present ones only. */
export function PresenceSwitch() {
  const id = useId();
  const isOnline = me.value?.status === "online";
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

/** Shown at once, taken back if the centre refuses. */
export async function choose(status: "online" | "away"): Promise<void> {
  const before = me.value;
  if (!before || before.status === status) return;
  me.value = { ...before, status };
  const done = await attemptTo(() => api("/me/availability", { method: "PUT", body: { status } }));
  if (!done && me.value) me.value = { ...me.value, status: before.status };
}
