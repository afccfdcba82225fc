import { t } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { close } from "../../shared/ui/icons";
import { SelectField } from "../../shared/ui/SelectField";
import { nameOf } from "../names";
import { recordsOf } from "../records";
import { textOf, wordsOf } from "../values";
import { AddChoice } from "./AddChoice";
import { type ControlProps, framed } from "./control";
import { Group } from "./Group";

const MOST_CHIPS = 24;

interface Named {
  readonly value: string;
  readonly label: string;
}

/** Another record by its name. */
export function ReferenceControl(props: ControlProps<"reference">) {
  const value = textOf(props.value);
  const choices = byName(props.spec.to, [value]);
  const none = props.spec.optional || !value ? [{ value: "", label: t("admin.choose.none") }] : [];
  return (
    <SelectField
      {...framed(props)}
      value={value}
      choices={[...none, ...choices]}
      onChange={(picked) => props.onChange(picked || (props.spec.optional ? null : ""))}
    />
  );
}

/** Several others: all as chips to press while they are few, else added from a list. */
export function ReferencesControl(props: ControlProps<"references">) {
  const { label, hint, error } = framed(props);
  const picked = wordsOf(props.value);
  const all = byName(props.spec.to, picked);
  return (
    <Group label={label} error={error} {...(hint ? { hint } : {})}>
      {all.length === 0 && <p class="field-hint">{t("admin.choose.nothing")}</p>}
      {all.length <= MOST_CHIPS ? (
        <Chips all={all} picked={picked} onChange={props.onChange} disabled={props.disabled} />
      ) : (
        <Picked all={all} picked={picked} onChange={props.onChange} disabled={props.disabled} />
      )}
    </Group>
  );
}

interface ChoosingProps {
  readonly all: readonly Named[];
  readonly picked: readonly string[];
  readonly onChange: (picked: readonly string[]) => void;
  readonly disabled: boolean;
}

function Chips({ all, picked, onChange, disabled }: ChoosingProps) {
  const toggled = (id: string): readonly string[] =>
    picked.includes(id) ? picked.filter((one) => one !== id) : [...picked, id];
  return (
    <div class="admin-chips">
      {all.map((one) => (
        <label key={one.value} class="admin-chip">
          <input
            type="checkbox"
            checked={picked.includes(one.value)}
            disabled={disabled}
            onChange={() => onChange(toggled(one.value))}
          />
          <span class="admin-chip-words">{one.label}</span>
        </label>
      ))}
    </div>
  );
}

function Picked({ all, picked, onChange, disabled }: ChoosingProps) {
  return (
    <>
      <ul class="admin-chips">
        {picked.map((id) => (
          <li key={id} class="admin-picked">
            {all.find((one) => one.value === id)?.label ?? id}
            <Button
              look="quiet"
              small
              icon={close}
              disabled={disabled}
              label={t("admin.remove.one", { name: id })}
              onClick={() => onChange(picked.filter((one) => one !== id))}
            />
          </li>
        ))}
      </ul>
      <AddChoice
        label={t("admin.choose")}
        choices={all.filter((one) => !picked.includes(one.value))}
        onAdd={(id) => onChange([...picked, id])}
      />
    </>
  );
}

/** Records to choose from; one that is chosen but gone is among them under its id. */
function byName(noun: ControlProps<"reference">["spec"]["to"], chosen: readonly string[]): readonly Named[] {
  const known = (recordsOf(noun) ?? []).map((one) => ({ value: one.id, label: nameOf(one) }));
  const gone = chosen.filter((id) => id && !known.some((one) => one.value === id));
  return [
    ...known.sort((a, b) => a.label.localeCompare(b.label)),
    ...gone.map((id) => ({ value: id, label: id })),
  ];
}
