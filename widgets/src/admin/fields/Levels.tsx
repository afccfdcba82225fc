import { t } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { close } from "../../shared/ui/icons";
import type { Choice } from "../../shared/ui/SelectField";
import { languageChoices, languageName, nameOf } from "../names";
import { nameById, recordsOf } from "../records";
import { type JsonMap, mapOf, without } from "../values";
import { AddChoice } from "./AddChoice";
import { type ControlProps, framed } from "./control";
import { Group } from "./Group";
import { LevelPicker } from "./LevelPicker";

const USUAL_LEVEL = 3;

export function LevelsControl(props: ControlProps<"levels">) {
  const { label, hint, error } = framed(props);
  return (
    <Group label={label} error={error} {...(hint ? { hint } : {})}>
      <Levels
        of={props.spec.of}
        value={mapOf(props.value)}
        onChange={props.onChange}
        disabled={props.disabled}
      />
    </Group>
  );
}

interface LevelsProps {
  readonly of: "languages" | "skills";
  readonly value: JsonMap;
  readonly onChange: (value: JsonMap) => void;
  readonly disabled: boolean;
  readonly lowest?: 0 | 1;
}

/** Languages or skills, each with its level. */
export function Levels({ of, value, onChange, disabled, lowest = 1 }: LevelsProps) {
  const nameFor = (key: string): string => (of === "languages" ? languageName(key) : nameById("skills", key));
  return (
    <>
      {Object.keys(value).length > 0 && (
        <ul class="admin-rows">
          {Object.entries(value).map(([key, level]) => (
            <li key={key} class="admin-row">
              <span class="admin-row-name">{nameFor(key)}</span>
              <LevelPicker
                of={nameFor(key)}
                level={Number(level)}
                lowest={lowest}
                disabled={disabled}
                onPick={(picked) => onChange({ ...value, [key]: picked })}
              />
              {!disabled && (
                <Button
                  look="quiet"
                  small
                  icon={close}
                  label={t("admin.remove.one", { name: nameFor(key) })}
                  onClick={() => onChange(without(value, key))}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {!disabled && (
        <AddChoice
          label={of === "languages" ? t("admin.add.language") : t("admin.add.skill")}
          choices={choicesOf(of, Object.keys(value))}
          onAdd={(key) => onChange({ ...value, [key]: USUAL_LEVEL })}
        />
      )}
    </>
  );
}

function choicesOf(of: "languages" | "skills", used: readonly string[]): readonly Choice[] {
  const all =
    of === "languages"
      ? languageChoices()
      : (recordsOf("skills") ?? []).map((one) => ({ value: one.id, label: nameOf(one) }));
  return all.filter((one) => !used.includes(one.value));
}
