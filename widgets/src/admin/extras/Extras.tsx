import type { Kind } from "../kinds/kind";
import { can } from "../records";
import { may } from "../session";
import type { Draft, Stored } from "../values";
import { Connection } from "./Connection";
import { Embed } from "./Embed";
import { Invitation } from "./Invitation";
import { Translations } from "./Translations";

interface ExtrasProps {
  readonly kind: Kind;
  readonly record: Stored;
  readonly draft: Draft;
  readonly isDirty: boolean;
  readonly save: () => Promise<boolean>;
}

/** What one kind of record has beside its fields. */
export function Extras({ kind, record, draft, isDirty, save }: ExtrasProps) {
  if (kind.noun === "agents" && may("people.edit") && record.active) return <Invitation agent={record} />;
  if (kind.noun === "inboxes" && record.channel === "chat") return <Embed inbox={record} draft={draft} />;
  if (kind.noun === "inboxes" && can(record.channel, "letters"))
    return <Connection inbox={record} isDirty={isDirty} save={save} />;
  if (kind.noun === "articles") return <Translations article={record} draft={draft} />;
  return null;
}
