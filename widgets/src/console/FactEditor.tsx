import { useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { type Choice, SelectField } from "../shared/ui/SelectField";
import { TextField } from "../shared/ui/TextField";
import { attemptTo } from "./failing";
import { act } from "./open";
import { centre, factName, nameIn } from "./session";
import type { Head } from "./types";

interface EditorProps {
  readonly factKey: string;
  readonly head: Head;
  readonly onDone: () => void;
}

/** A value, or that it is not known, or that it was asked and not answered. */
export function FactEditor({ factKey, head, onDone }: EditorProps) {
  const [value, setValue] = useState(head.facts[factKey]?.value ?? "");
  const choices = choicesOf(factKey, head);
  const label = factName(factKey);

  async function state(state: "value" | "unknown" | "unanswered", stated?: string): Promise<void> {
    const body = { key: factKey, state, ...(state === "value" ? { value: stated } : {}) };
    if (await attemptTo(() => act(head.id, "facts", body))) onDone();
  }

  return (
    <form
      class="fact-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (value.trim()) void state("value", value.trim());
      }}
    >
      {choices ? (
        <SelectField
          label={label}
          hideLabel
          value={value}
          choices={[{ value: "", label: t("console.fact.choose"), disabled: true }, ...choices]}
          onChange={(chosen) => void state("value", chosen)}
        />
      ) : (
        <TextField
          label={label}
          hideLabel
          type={factKey.endsWith("_seen") ? "date" : "text"}
          value={value}
          onInput={setValue}
          maxLength={1000}
        />
      )}
      <div class="fact-buttons">
        {!choices && (
          <Button type="submit" small look="primary" disabled={!value.trim()}>
            {t("common.save")}
          </Button>
        )}
        <Button small onClick={() => void state("unknown")}>
          {t("console.fact.state.unknown")}
        </Button>
        <Button small onClick={() => void state("unanswered")}>
          {t("console.fact.state.unanswered")}
        </Button>
      </div>
    </form>
  );
}

/** What there is to choose from; null where anything may be written. */
function choicesOf(key: string, head: Head): readonly Choice[] | null {
  const known = centre.value;
  if (key === "product" || key === "symptom") {
    const list = (key === "product" ? known?.products : known?.symptoms) ?? [];
    return list.map((one) => ({ value: one.id, label: nameIn(one, one.id) }));
  }
  if (key !== "version") return null;
  const versions = known?.products.find((one) => one.id === head.facts.product?.value)?.versions ?? [];
  return versions.length > 0 ? versions.map((one) => ({ value: one, label: one })) : null;
}
