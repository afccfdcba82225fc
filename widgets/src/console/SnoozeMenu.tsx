import { useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { shortTime } from "../shared/i18n/format";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { snooze as snoozeIcon } from "../shared/ui/icons";
import { Menu } from "../shared/ui/Menu";
import { TextField } from "../shared/ui/TextField";
import { toast } from "../shared/ui/Toast";
import { attemptTo } from "./failing";
import { act } from "./open";
import { inHours, localInput, mondayAt, todayAt, tomorrowAt } from "./times";
import type { Head } from "./types";

/** Sets the conversation aside until a time; it comes back by itself, or when the contact writes. */
export function SnoozeMenu({ head }: { head: Head }) {
  const [asking, setAsking] = useState(false);
  const presets = [
    { label: t("console.snooze.hour"), at: inHours(1) },
    ...(new Date().getHours() < 17 ? [{ label: t("console.snooze.evening"), at: todayAt(18) }] : []),
    { label: t("console.snooze.tomorrow"), at: tomorrowAt(9) },
    { label: t("console.snooze.monday"), at: mondayAt(9) },
  ];
  return (
    <>
      <Menu
        label={t("console.action.snooze")}
        icon={snoozeIcon}
        look="plain"
        items={[
          ...presets.map(({ label, at }) => ({ label, onPick: () => void snooze(head, at) })),
          { label: t("console.snooze.other"), onPick: () => setAsking(true) },
        ]}
      />
      {asking && <SnoozeDialog head={head} onClose={() => setAsking(false)} />}
    </>
  );
}

async function snooze(head: Head, until: Date): Promise<boolean> {
  const done = await attemptTo(() => act(head.id, "snooze", { until: until.toISOString() }));
  if (done)
    toast({
      text: t("console.snooze.done", { time: shortTime(until) }),
      tone: "good",
      action: { label: t("console.undo"), run: () => void attemptTo(() => act(head.id, "wake")) },
    });
  return done;
}

function SnoozeDialog({ head, onClose }: { head: Head; onClose: () => void }) {
  const [until, setUntil] = useState(localInput(tomorrowAt(9)));
  return (
    <Dialog title={t("console.snooze.other")} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void snooze(head, new Date(until)).then((done) => done && onClose());
        }}
      >
        <TextField
          label={t("console.snooze.until")}
          type="datetime-local"
          min={localInput(new Date())}
          value={until}
          onInput={setUntil}
          required
        />
        <div class="form-actions">
          <Button type="submit" look="primary" disabled={!until}>
            {t("console.action.snooze")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
