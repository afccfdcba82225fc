import { t } from "../../shared/i18n";
import { inboxStates } from "../../shared/inboxStates";
import { Badge } from "../../shared/ui/Badge";
import { can } from "../records";
import type { Stored } from "../values";

/** How an inbox fares that fetches and sends by itself; nothing for one that is read live. */
export function InboxState({ inbox }: { inbox: Stored }) {
  if (can(inbox.channel, "live")) return null;
  if (!inbox.active) return <Badge>{t("admin.inbox.off")}</Badge>;
  const state = inboxStates.value.get(inbox.id);
  if (!state) return <Badge tone="warn">{t("admin.inbox.not_connected")}</Badge>;
  if (state.problem !== null) return <Badge tone="bad">{t("admin.inbox.fails")}</Badge>;
  return state.silent ? (
    <Badge tone="bad">{t("admin.inbox.silent")}</Badge>
  ) : (
    <Badge tone="good">{t("admin.inbox.works")}</Badge>
  );
}
