import type { ComponentChild } from "preact";
import { t } from "../../shared/i18n";
import { CheckField } from "../../shared/ui/CheckField";
import { SelectField } from "../../shared/ui/SelectField";
import { TextField } from "../../shared/ui/TextField";
import type { FieldType } from "../kinds/kind";
import { channelName, interfaceChoices, languageChoices } from "../names";
import { can, channels } from "../records";
import { textOf } from "../values";
import { type ControlProps, framed } from "./control";
import { FilesControl } from "./Files";
import { LevelsControl } from "./Levels";
import { LinesControl } from "./Lines";
import { MarkdownControl } from "./Markdown";
import { PairsControl } from "./Pairs";
import { PermissionsControl } from "./Permissions";
import { ProcedureControl } from "./Procedure";
import { ReferenceControl, ReferencesControl } from "./References";
import { SettingsControl } from "./Settings";
import { StepsControl } from "./Steps";
import { TextsControl } from "./Texts";

type Controls = { readonly [T in FieldType]: (props: ControlProps<T>) => ComponentChild };

/** One control for every type of field. */
const CONTROLS: Controls = {
  text: TextControl,
  number: NumberControl,
  check: CheckControl,
  choice: ChoiceControl,
  language: LanguageControl,
  channel: ChannelControl,
  date: DateControl,
  reference: ReferenceControl,
  references: ReferencesControl,
  levels: LevelsControl,
  texts: TextsControl,
  lines: LinesControl,
  pairs: PairsControl,
  markdown: MarkdownControl,
  procedure: ProcedureControl,
  files: FilesControl,
  steps: StepsControl,
  settings: SettingsControl,
  permissions: PermissionsControl,
};

export function FieldControl<T extends FieldType>(props: ControlProps<T>) {
  const Control = CONTROLS[props.spec.type as T] as (props: ControlProps<T>) => ComponentChild;
  return <Control {...props} />;
}

function TextControl(props: ControlProps<"text">) {
  return (
    <div class={props.spec.code ? "admin-code" : undefined}>
      <TextField
        {...framed(props)}
        type={props.spec.input ?? "text"}
        value={textOf(props.value)}
        onInput={props.onChange}
      />
    </div>
  );
}

function NumberControl(props: ControlProps<"number">) {
  return (
    <TextField
      {...framed(props)}
      type="number"
      min={props.spec.min}
      max={props.spec.max}
      value={textOf(props.value)}
      onInput={(text) => props.onChange(text === "" ? null : Number(text))}
    />
  );
}

function CheckControl(props: ControlProps<"check">) {
  return <CheckField {...framed(props)} checked={props.value === true} onChange={props.onChange} />;
}

function ChoiceControl(props: ControlProps<"choice">) {
  const choices = props.spec.options.map((one) => ({ value: one.value, label: t(one.label) }));
  return (
    <SelectField {...framed(props)} value={textOf(props.value)} choices={choices} onChange={props.onChange} />
  );
}

function LanguageControl(props: ControlProps<"language">) {
  const tag = textOf(props.value);
  return (
    <SelectField
      {...framed(props)}
      value={tag}
      choices={[
        ...(props.spec.optional ? [{ value: "", label: t("admin.choose.none") }] : []),
        ...(props.spec.among ? interfaceChoices() : languageChoices(tag ? [tag] : [])),
      ]}
      onChange={props.onChange}
    />
  );
}

function ChannelControl(props: ControlProps<"channel">) {
  const kind = textOf(props.value);
  const kinds = new Set([...channels().map((one) => one.kind), ...(kind ? [kind] : [])]);
  return (
    <SelectField
      {...framed(props)}
      value={kind}
      choices={[...kinds].map((value) => ({ value, label: channelName(value) }))}
      onChange={(picked) => {
        props.onChange(picked);
        props.set("settings", {});
        props.set("answers", !can(picked, "letters"));
      }}
    />
  );
}

function DateControl(props: ControlProps<"date">) {
  return (
    <TextField
      {...framed(props)}
      type="date"
      value={textOf(props.value).slice(0, 10)}
      onInput={(day) => props.onChange(day ? `${day}T00:00:00Z` : null)}
    />
  );
}
