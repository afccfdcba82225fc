import type { Kind } from "../kinds/kind";
import { may } from "../session";
import type { Draft, Stored } from "../values";
import { Embed } from "./Embed";
import { Invitation } from "./Invitation";
import { Translations } from "./Translations";

interface ExtrasProps {
  readonly kind: Kind;
  readonly record: Stored;
  readonly draft: Draft;
}

/** What one kind of record has beside its fields. */
export function Extras({ kind, record, draft }: ExtrasProps) {
  if (kind.noun === "agents" && may("people.edit") && record.active) return <Invitation agent={record} />;
  if (kind.noun === "inboxes" && record.channel === "chat") return <Embed inbox={record} draft={draft} />;
  if (kind.noun === "articles") return <Translations article={record} draft={draft} />;
  return null;
}
