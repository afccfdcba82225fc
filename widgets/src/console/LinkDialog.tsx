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
import { centre, shownName } from "./session";
import type { Head } from "./types";

interface LinkDialogProps {
  readonly head: Head;
  readonly others: readonly Head[];
  readonly onClose: () => void;
}

const KINDS = ["duplicate_of", "caused_by", "answers", "problem"] as const;

/** Links this conversation to another one of the contact, or to one found by search. */
export function LinkDialog({ head, others, onClose }: LinkDialogProps) {
  const [kind, setKind] = useState<string>("duplicate_of");
  const [query, setQuery] = useState("");
  const [found, setFound] = useState<readonly Head[]>(others);
  const choices = kind === "problem" ? problems() : found.filter((one) => one.id !== head.id).map(asChoice);

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
        {kind !== "problem" && (
          <TextField label={t("console.search.label")} type="search" value={query} onInput={setQuery} />
        )}
      </form>
      <ul class="rows link-targets">
        {choices.map((one) => (
          <li key={one.id}>
            <Button onClick={() => void choose(one.id)}>
              <span dir="auto">{one.words}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

interface Choice {
  readonly id: string;
  readonly words: string;
}

function asChoice(head: Head): Choice {
  return { id: head.id, words: `${head.reference} · ${shownName(head)} · ${head.preview}` };
}

function problems(): readonly Choice[] {
  return (centre.value?.problems ?? []).map(({ id, title }) => ({ id, words: title }));
}
