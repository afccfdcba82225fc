import type { Kind } from "../kinds/kind";
import { can, isHooked } from "../records";
import { may } from "../session";
import type { Draft, Json, Stored } from "../values";
import { Connection } from "./Connection";
import { Embed } from "./Embed";
import { HookAddress } from "./HookAddress";
import { Invitation } from "./Invitation";
import { Rehearsal } from "./Rehearsal";
import { Translations } from "./Translations";

interface ExtrasProps {
  readonly kind: Kind;
  readonly record: Stored;
  readonly draft: Draft;
  readonly isDirty: boolean;
  readonly save: () => Promise<boolean>;
  readonly set: (name: string, value: Json) => void;
}

/** What one kind of record has beside its fields. */
export function Extras({ kind, record, draft, isDirty, save, set }: ExtrasProps) {
  if (kind.noun === "agents" && may("people.edit") && record.active) return <Invitation agent={record} />;
  if (kind.noun === "inboxes")
    return (
      <>
        {record.channel === "chat" && <Embed inbox={record} draft={draft} />}
        {!can(record.channel, "live") && <Connection inbox={record} isDirty={isDirty} save={save} />}
        {isHooked(record.channel) && <HookAddress inbox={record} />}
        {may("centre.edit") && <Rehearsal inbox={record} />}
      </>
    );
  if (kind.noun === "articles") return <Translations article={record} draft={draft} set={set} />;
  return null;
}
