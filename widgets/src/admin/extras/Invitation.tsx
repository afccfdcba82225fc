import { useState } from "preact/hooks";
import { t } from "../../shared/i18n";
import { fullTime } from "../../shared/i18n/format";
import { Button } from "../../shared/ui/Button";
import { link } from "../../shared/ui/icons";
import { attemptTo } from "../failing";
import { api } from "../session";
import type { Stored } from "../values";
import { CopyField } from "./CopyField";
import { ExtraCard } from "./ExtraCard";

interface Link {
  readonly url: string;
  readonly expires_at: string | null;
}

/** A link with which an agent chooses a password: made here, sent by whoever makes it. */
export function Invitation({ agent }: { agent: Stored }) {
  const [made, setMade] = useState<Link | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function make(): Promise<void> {
    setBusy(true);
    await attemptTo(async () =>
      setMade(
        await api<Link>(`/admin/agents/${encodeURIComponent(agent.id)}/invitation`, {
          method: "POST",
          body: {},
        }),
      ),
    );
    setBusy(false);
  }

  return (
    <ExtraCard title={t("admin.invitation")} hint={t("admin.invitation.hint")}>
      {made ? (
        <>
          <CopyField label={t("admin.invitation.link")} text={made.url} />
          <p class="field-hint">
            {made.expires_at && t("admin.invitation.until", { time: fullTime(new Date(made.expires_at)) })}
          </p>
        </>
      ) : (
        <div>
          <Button icon={link} busy={isBusy} onClick={() => void make()}>
            {t("admin.invitation.make")}
          </Button>
        </div>
      )}
    </ExtraCard>
  );
}
