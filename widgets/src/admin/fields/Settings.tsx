import type { ComponentChild } from "preact";
import { cx } from "../../shared/cx";
import { t } from "../../shared/i18n";
import { channels, resolved } from "../records";
import { groupsOf, isHalf, type SettingGroup } from "../settings";
import { isMap, type JsonMap, listOf, mapOf, textOf } from "../values";
import { type ControlProps, framed } from "./control";
import { Group } from "./Group";
import { Presets } from "./Presets";
import { Setting } from "./Setting";

/** The settings of an inbox, drawn from the JSON schema that its channel gives. */
export function SettingsControl(props: ControlProps<"settings">) {
  const { label, error, disabled } = framed(props);
  const card = channels().find((one) => one.kind === props.draft.channel);
  const properties = mapOf(card && resolved(card.schema).properties);
  const settings = mapOf(props.value);
  const schemas = Object.fromEntries(
    Object.entries(properties).map(([name, one]) => [name, plain(mapOf(one), card?.schema ?? {})]),
  );
  const control = (name: string) => (
    <div key={name} class={cx("admin-field", isHalf(name) && "admin-field-half")}>
      <Setting
        name={name}
        schema={mapOf(schemas[name])}
        value={settings[name]}
        disabled={disabled}
        onChange={(value) => props.onChange({ ...settings, [name]: value })}
      />
    </div>
  );
  const groups = groupsOf(schemas, settings);
  return (
    <Group label={label} hideLabel={groups.some((group) => group.title !== null)} error={error}>
      {!card && <p class="field-hint">{t("admin.settings.unknown")}</p>}
      {card && Object.keys(properties).length === 0 && <p class="field-hint">{t("admin.settings.none")}</p>}
      {!disabled && (
        <Presets channel={textOf(props.draft.channel)} settings={settings} onPick={props.onChange} />
      )}
      {groups.map((group) => (
        <Part key={group.title} group={group} control={control} />
      ))}
    </Group>
  );
}

interface PartProps {
  readonly group: SettingGroup;
  readonly control: (name: string) => ComponentChild;
}

function Part({ group, control }: PartProps) {
  if (group.title === null) return <div class="admin-settings">{group.names.map(control)}</div>;
  return (
    <fieldset class="admin-settings">
      <legend>{t(group.title)}</legend>
      {group.names.map(control)}
    </fieldset>
  );
}

/** A reference followed, and of `T | null` the T. */
function plain(schema: JsonMap, root: JsonMap): JsonMap {
  const followed = { ...schema, ...resolved(schema, root) };
  const options = listOf(followed.anyOf).filter(isMap);
  const real = options.find((one) => one.type !== "null");
  return real ? { ...followed, ...resolved(real, root) } : followed;
}
