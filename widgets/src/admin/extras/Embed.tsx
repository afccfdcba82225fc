import { useState } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { shield } from "../../shared/ui/icons";
import { attemptTo } from "../failing";
import { api, may } from "../session";
import { type Draft, type JsonMap, mapOf, type Stored } from "../values";
import { CopyField } from "./CopyField";
import { ExtraCard } from "./ExtraCard";

/** What a host page needs to show the chat of an inbox, and to say who its reader is. */
export function Embed({ inbox, draft }: { inbox: Stored; draft: Draft }) {
  const [secret, setSecret] = useState<string | null>(null);
  const snippet = lineFor(inbox, mapOf(draft.settings));

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

/** The script tag; what is set otherwise than usual travels as its attributes (docs/embedding.md). */
function lineFor(inbox: Stored, settings: JsonMap): string {
  const usual: JsonMap = { position: "end", theme: "auto" };
  const set = Object.keys(usual).filter((name) => settings[name] && settings[name] !== usual[name]);
  const attributes = set.map((name) => ` data-${name}="${settings[name]}"`).join("");
  return `<script async src="${location.origin}/widget.js" data-inbox="${inbox.id}"${attributes}></script>`;
}
