import { useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { Icon } from "../shared/ui/Icon";
import { check } from "../shared/ui/icons";
import { Menu } from "../shared/ui/Menu";
import { TextField } from "../shared/ui/TextField";
import { toast } from "../shared/ui/Toast";
import { attemptTo } from "./failing";
import { act } from "./open";
import { RESOLVE_REASONS } from "./resolving";
import { shownName } from "./session";
import type { Head } from "./types";

/** Closes the matter with a reason; the toast takes it back. */
export function ResolveMenu({ head }: { head: Head }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Menu
        label={t("console.action.resolve")}
        look="plain"
        items={[
          ...RESOLVE_REASONS.map((reason) => ({
            label: t(`console.resolve.${reason}`),
            onPick: () => void resolve(head, reason),
          })),
          { label: t("console.resolve.other"), onPick: () => setAsking(true) },
        ]}
      >
        <Icon path={check} />
        {t("console.action.resolve")}
      </Menu>
      {asking && <ReasonDialog head={head} onClose={() => setAsking(false)} />}
    </>
  );
}

export async function resolve(head: Head, reason: string): Promise<boolean> {
  const done = await attemptTo(() => act(head.id, "resolve", { reason }));
  if (done)
    toast({
      text: t("console.resolve.done", { name: shownName(head) }),
      tone: "good",
      action: { label: t("console.undo"), run: () => void attemptTo(() => act(head.id, "reopen")) },
    });
  return done;
}

function ReasonDialog({ head, onClose }: { head: Head; onClose: () => void }) {
  const [reason, setReason] = useState("");
  return (
    <Dialog title={t("console.resolve.other")} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void resolve(head, reason.trim()).then((done) => done && onClose());
        }}
      >
        <TextField
          label={t("console.resolve.reason")}
          value={reason}
          onInput={setReason}
          maxLength={200}
          required
        />
        <div class="form-actions">
          <Button type="submit" look="primary" disabled={!reason.trim()}>
            {t("console.action.resolve")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
