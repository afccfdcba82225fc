import { useState } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { shield } from "../../shared/ui/icons";
import { attemptTo } from "../failing";
import { api, may } from "../session";
import type { Stored } from "../values";
import { CopyField } from "./CopyField";
import { ExtraCard } from "./ExtraCard";

/** What a host page needs to show the chat of an inbox, and to say who its reader is. */
export function Embed({ inbox }: { inbox: Stored }) {
  const [secret, setSecret] = useState<string | null>(null);
  const snippet = `<script async src="${location.origin}/widget.js" data-inbox="${inbox.id}"></script>`;

  async function show(): Promise<void> {
    await attemptTo(async () => {
      const path = `/admin/inboxes/${encodeURIComponent(inbox.id)}/identity-secret`;
      setSecret((await api<{ secret: string }>(path)).secret);
    });
  }

  return (
    <ExtraCard title={t("admin.embed")} hint={t("admin.embed.hint")}>
      <CopyField label={t("admin.embed.snippet")} text={snippet} />
      {secret ? (
        <CopyField label={t("admin.embed.secret")} text={secret} />
      ) : (
        may("centre.edit") && (
          <div>
            <Button icon={shield} onClick={() => void show()}>
              {t("admin.embed.secret.show")}
            </Button>
          </div>
        )
      )}
      <p class="field-hint">{t("admin.embed.secret.hint")}</p>
    </ExtraCard>
  );
}
