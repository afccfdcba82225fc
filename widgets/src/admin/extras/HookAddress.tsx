import { t } from "../../shared/i18n";
import type { Stored } from "../values";
import { CopyField } from "./CopyField";
import { ExtraCard } from "./ExtraCard";

/** Where the provider of an inbox calls. */
export function HookAddress({ inbox }: { inbox: Stored }) {
  return (
    <ExtraCard title={t("admin.hook")} hint={t("admin.hook.hint")}>
      <CopyField
        label={t("admin.hook.url")}
        text={`${location.origin}/hooks/${encodeURIComponent(inbox.id)}`}
      />
    </ExtraCard>
  );
}
