import { useState } from "preact/hooks";
import { t } from "../../shared/i18n";
import { inboxStates, lookAtInboxes } from "../../shared/inboxStates";
import { Button } from "../../shared/ui/Button";
import { Icon } from "../../shared/ui/Icon";
import { problemOf } from "../../shared/ui/InboxAlarm";
import { alert, check, link } from "../../shared/ui/icons";
import { attemptTo } from "../failing";
import { api, may } from "../session";
import type { Stored } from "../values";
import { ExtraCard } from "./ExtraCard";
import { InboxState } from "./InboxState";

interface Probe {
  readonly problem: string | null;
  readonly advice: string | null;
  readonly note: string | null;
}

interface ConnectionProps {
  readonly inbox: Stored;
  readonly isDirty: boolean;
  /** Saves the form; false where it was refused. */
  readonly save: () => Promise<boolean>;
}

/** How the inbox fares, and trying both of its servers out. */
export function Connection({ inbox, isDirty, save }: ConnectionProps) {
  const [found, setFound] = useState<Probe | null>(null);
  const [isBusy, setBusy] = useState(false);
  const state = inboxStates.value.get(inbox.id);

  async function tryOut(): Promise<void> {
    setFound(null);
    setBusy(true);
    await attemptTo(async () => {
      if (isDirty && !(await save())) return;
      const path = `/admin/inboxes/${encodeURIComponent(inbox.id)}/probe`;
      setFound(await api<Probe>(path, { method: "POST", body: {} }));
      await lookAtInboxes(api);
    });
    setBusy(false);
  }

  return (
    <ExtraCard title={t("admin.connection")} hint={t("admin.connection.hint")}>
      <div class="admin-connection">
        <InboxState inbox={inbox} />
        {state && (state.problem !== null || state.silent) && (
          <div class="admin-connection-words">
            <p dir="auto">{problemOf(state)}</p>
            {state.advice && <p dir="auto">{state.advice}</p>}
          </div>
        )}
      </div>
      <div class="admin-connection-try">
        {may("centre.edit") && (
          <Button icon={link} busy={isBusy} onClick={() => void tryOut()}>
            {t(isDirty ? "admin.connection.save_and_try" : "admin.connection.try")}
          </Button>
        )}
        <div role="status">
          {isBusy && <p class="field-hint">{t("admin.connection.trying")}</p>}
          {found && <Found found={found} />}
        </div>
      </div>
    </ExtraCard>
  );
}

function Found({ found: { problem, advice, note } }: { found: Probe }) {
  const isFine = problem === null;
  return (
    <div class={isFine ? "admin-found admin-found-good" : "admin-found admin-found-bad"}>
      <Icon path={isFine ? check : alert} />
      <div>
        <p class="admin-found-what" dir="auto">
          {problem ?? t("admin.connection.works")}
        </p>
        {advice && <p dir="auto">{advice}</p>}
        {note && <p dir="auto">{note}</p>}
      </div>
    </div>
  );
}
