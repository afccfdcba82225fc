import { type TextKey, t } from "../../shared/i18n";
import { CheckField } from "../../shared/ui/CheckField";
import { type Choice, SelectField } from "../../shared/ui/SelectField";
import { TextArea, TextField } from "../../shared/ui/TextField";
import { channels, resolved } from "../records";
import { isMap, type Json, type JsonMap, listOf, mapOf, textOf, wordsOf } from "../values";
import { type ControlProps, framed } from "./control";
import { Group } from "./Group";

/** Words for settings that many channels have; others are called by their name in the schema. */
const LABELS: Readonly<Record<string, TextKey>> = {
  position: "admin.setting.position",
  theme: "admin.theme",
};
const VALUES: Readonly<Record<string, TextKey>> = {
  start: "admin.setting.start",
  end: "admin.setting.end",
  auto: "common.theme.auto",
  light: "common.theme.light",
  dark: "common.theme.dark",
};

/** The settings of an inbox, drawn from the JSON schema that its channel gives. */
export function SettingsControl(props: ControlProps<"settings">) {
  const { label, error, disabled } = framed(props);
  const card = channels().find((one) => one.kind === props.draft.channel);
  const schema = card ? resolved(card.schema) : null;
  const settings = mapOf(props.value);
  return (
    <Group label={label} error={error}>
      {!schema && <p class="field-hint">{t("admin.settings.unknown")}</p>}
      {schema && Object.keys(mapOf(schema.properties)).length === 0 && (
        <p class="field-hint">{t("admin.settings.none")}</p>
      )}
      {Object.entries(mapOf(schema?.properties)).map(([name, property]) => (
        <Setting
          key={name}
          name={name}
          schema={plain(mapOf(property), card?.schema ?? {})}
          value={settings[name]}
          disabled={disabled}
          onChange={(value) => props.onChange({ ...settings, [name]: value })}
        />
      ))}
    </Group>
  );
}

interface SettingProps {
  readonly name: string;
  readonly schema: JsonMap;
  readonly value: Json | undefined;
  readonly disabled: boolean;
  readonly onChange: (value: Json) => void;
}

function Setting({ name, schema, value, disabled, onChange }: SettingProps) {
  const shown = value ?? schema.default;
  const label = labelOf(name, schema);
  const hint = textOf(schema.description);
  const common = { label, disabled, ...(hint ? { hint } : {}) };
  if (schema.type === "boolean")
    return <CheckField {...common} checked={shown === true} onChange={onChange} />;
  if (schema.enum)
    return (
      <SelectField
        {...common}
        value={textOf(shown)}
        choices={listOf(schema.enum).map((one) => choiceOf(textOf(one)))}
        onChange={onChange}
      />
    );
  if (schema.type === "array")
    return (
      <TextArea
        {...common}
        value={wordsOf(shown).join("\n")}
        onInput={(text) => onChange(text ? text.split("\n") : [])}
      />
    );
  const isNumber = schema.type === "number" || schema.type === "integer";
  return (
    <TextField
      {...common}
      type={isNumber ? "number" : inputOf(name, schema)}
      value={textOf(shown)}
      onInput={(text) => onChange(isNumber ? Number(text) : text)}
    />
  );
}

function inputOf(name: string, schema: JsonMap): "text" | "password" {
  return schema.format === "password" || /password|secret|token/.test(name) ? "password" : "text";
}

/** A reference followed, and of `T | null` the T. */
function plain(schema: JsonMap, root: JsonMap): JsonMap {
  const followed = { ...schema, ...resolved(schema, root) };
  const options = listOf(followed.anyOf).filter(isMap);
  const real = options.find((one) => one.type !== "null");
  return real ? { ...followed, ...resolved(real, root) } : followed;
}

function choiceOf(value: string): Choice {
  const known = VALUES[value];
  return { value, label: known ? t(known) : value };
}

function labelOf(name: string, schema: JsonMap): string {
  const known = LABELS[name];
  if (known) return t(known);
  const words = textOf(schema.title) || name.replaceAll("_", " ");
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
