import { useState } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { close, plus } from "../../shared/ui/icons";
import { TextField } from "../../shared/ui/TextField";
import { channelName } from "../names";
import { nameById, recordsOf } from "../records";
import { mapOf, textOf, without } from "../values";
import { AddChoice } from "./AddChoice";
import { type ControlProps, framed } from "./control";
import { Group } from "./Group";

/** Names with a value each: a company's own data, or the most conversations of each channel. */
export function PairsControl(props: ControlProps<"pairs">) {
  const { label, hint, error, disabled } = framed(props);
  const pairs = mapOf(props.value);
  const isNumeric = props.spec.keys === "channels";
  const ofProducts = props.spec.keys === "products";
  return (
    <Group label={label} error={error} {...(hint ? { hint } : {})}>
      {Object.entries(pairs).map(([key, value]) => (
        <div key={key} class="admin-text">
          <TextField
            label={isNumeric ? channelName(key) : ofProducts ? nameById("products", key) : key}
            type={isNumeric ? "number" : "text"}
            min={0}
            value={textOf(value)}
            disabled={disabled}
            onInput={(text) => props.onChange({ ...pairs, [key]: isNumeric ? Number(text) : text })}
          />
          {!disabled && (
            <Button
              look="quiet"
              small
              icon={close}
              label={t("admin.remove.one", { name: key })}
              onClick={() => props.onChange(without(pairs, key))}
            />
          )}
        </div>
      ))}
      {!disabled && isNumeric && (
        <AddChoice
          label={t("admin.add.channel")}
          choices={usedChannels()
            .filter((one) => !(one in pairs))
            .map((value) => ({ value, label: channelName(value) }))}
          onAdd={(key) => props.onChange({ ...pairs, [key]: 1 })}
        />
      )}
      {!disabled && ofProducts && (
        <AddChoice
          label={t("admin.add.product")}
          choices={(recordsOf("products") ?? [])
            .filter((one) => !(one.id in pairs))
            .map((one) => ({ value: one.id, label: nameById("products", one.id) }))}
          onAdd={(key) => props.onChange({ ...pairs, [key]: "" })}
        />
      )}
      {!disabled && !isNumeric && !ofProducts && (
        <AddName onAdd={(key) => props.onChange({ ...pairs, [key]: "" })} />
      )}
    </Group>
  );
}

function AddName({ onAdd }: { onAdd: (name: string) => void }) {
  const [name, setName] = useState("");
  function add(): void {
    if (!name.trim()) return;
    onAdd(name.trim());
    setName("");
  }
  return (
    <div class="admin-add">
      <TextField
        label={t("admin.add.name")}
        hideLabel
        placeholder={t("admin.add.name")}
        value={name}
        onInput={setName}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault(); // adds, and does not save the form
          add();
        }}
      />
      <Button icon={plus} disabled={!name.trim()} onClick={add}>
        {t("admin.add")}
      </Button>
    </div>
  );
}

function usedChannels(): readonly string[] {
  const used = (recordsOf("inboxes") ?? []).map((one) => textOf(one.channel));
  return [...new Set(used)].sort();
}
