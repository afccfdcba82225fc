import { CheckField } from "../../shared/ui/CheckField";
import { SelectField } from "../../shared/ui/SelectField";
import { TextArea, TextField } from "../../shared/ui/TextField";
import { choicesOf, settingChoice, settingHint, settingLabel } from "../settings";
import { type Json, type JsonMap, textOf, wordsOf } from "../values";
import { LinesArea } from "./Lines";
import { SecretField } from "./SecretField";

interface SettingProps {
  readonly name: string;
  readonly schema: JsonMap;
  readonly value: Json | undefined;
  readonly disabled: boolean;
  readonly onChange: (value: Json) => void;
}

/** One control for one setting, by the type that its schema gives. */
export function Setting({ name, schema, value, disabled, onChange }: SettingProps) {
  const shown = value ?? schema.default;
  const hint = settingHint(name, schema);
  const common = { label: settingLabel(name, schema), disabled, ...(hint ? { hint } : {}) };
  if (schema.type === "boolean")
    return <CheckField {...common} checked={shown === true} onChange={onChange} />;
  if (schema.enum)
    return (
      <SelectField
        {...common}
        value={textOf(shown)}
        choices={choicesOf(schema).map((one) => ({ value: one, label: settingChoice(name, one) }))}
        onChange={onChange}
      />
    );
  if (schema.type === "array") return <LinesArea {...common} value={wordsOf(shown)} onChange={onChange} />;
  if (isSecret(name, schema)) return <SecretField {...common} value={textOf(shown)} onChange={onChange} />;
  if (schema.format === "pem")
    return (
      <div class="admin-code">
        <TextArea {...common} rows={3} value={textOf(shown)} onInput={onChange} />
      </div>
    );
  const isNumber = schema.type === "number" || schema.type === "integer";
  return (
    <TextField
      {...common}
      type={isNumber ? "number" : schema.format === "date" ? "date" : "text"}
      value={textOf(shown)}
      onInput={(text) => onChange(isNumber && text !== "" ? Number(text) : text)}
    />
  );
}

function isSecret(name: string, schema: JsonMap): boolean {
  return schema.format === "password" || /password|secret/.test(name);
}
