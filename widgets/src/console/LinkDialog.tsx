import { useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { SelectField } from "../shared/ui/SelectField";
import { TextField } from "../shared/ui/TextField";
import { attemptTo } from "./failing";
import { changeLink } from "./LinkSection";
import { linkWords } from "./lineWords";
import { searchHeads } from "./searching";
import { shownName } from "./session";
import type { Head } from "./types";

interface LinkDialogProps {
  readonly head: Head;
  readonly others: readonly Head[];
  readonly onClose: () => void;
}

const KINDS = ["duplicate_of", "caused_by", "answers"] as const;

/** Links this conversation to another one of the contact, or to one found by search. */
export function LinkDialog({ head, others, onClose }: LinkDialogProps) {
  const [kind, setKind] = useState<string>("duplicate_of");
  const [query, setQuery] = useState("");
  const [found, setFound] = useState<readonly Head[]>(others);
  const targets = found.filter((one) => one.id !== head.id);

  async function search(event: Event): Promise<void> {
    event.preventDefault();
    await attemptTo(async () => setFound(query.trim() ? await searchHeads(query) : others));
  }

  async function choose(target: string): Promise<void> {
    if (await changeLink(head.id, kind, target, true)) onClose();
  }

  return (
    <Dialog title={t("console.link.add")} onClose={onClose}>
      <form class="form" onSubmit={(event) => void search(event)}>
        <SelectField
          label={t("console.link.kind")}
          value={kind}
          choices={KINDS.map((one) => ({ value: one, label: linkWords(one) }))}
          onChange={setKind}
        />
        <TextField label={t("console.search.label")} type="search" value={query} onInput={setQuery} />
      </form>
      <ul class="rows link-targets">
        {targets.map((one) => (
          <li key={one.id}>
            <Button onClick={() => void choose(one.id)}>
              <span dir="auto">
                {one.reference} · {shownName(one)} · {one.preview}
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
