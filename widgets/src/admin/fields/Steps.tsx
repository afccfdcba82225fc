import { t } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { plus, trash } from "../../shared/ui/icons";
import { TextField } from "../../shared/ui/TextField";
import { isMap, type JsonMap, listOf, mapOf, textOf } from "../values";
import { type ControlProps, framed } from "./control";
import { Group } from "./Group";
import { LevelPicker } from "./LevelPicker";
import { Levels } from "./Levels";

const LATER_SECONDS = 60;

/** What suffices from which moment of waiting on: earlier steps ask for more, later ones for less. */
export function StepsControl(props: ControlProps<"steps">) {
  const { label, error, disabled } = framed(props);
  const steps = listOf(props.value).filter(isMap);
  const changed = (at: number, step: JsonMap): readonly JsonMap[] =>
    steps.map((one, index) => (index === at ? step : one));
  const last = steps.at(-1);
  return (
    <Group label={label} error={error}>
      <ol class="admin-steps">
        {steps.map((step, at) => (
          <li key={at} class="admin-step">
            <Step step={step} disabled={disabled} onChange={(next) => props.onChange(changed(at, next))} />
            {!disabled && steps.length > 1 && (
              <Button
                look="quiet"
                small
                icon={trash}
                label={t("admin.step.remove", { number: at + 1 })}
                onClick={() => props.onChange(steps.filter((_, index) => index !== at))}
              />
            )}
          </li>
        ))}
      </ol>
      {!disabled && (
        <div>
          <Button
            icon={plus}
            onClick={() =>
              props.onChange([
                ...steps,
                { ...last, after_seconds: Number(last?.after_seconds ?? 0) + LATER_SECONDS },
              ])
            }
          >
            {t("admin.step.add")}
          </Button>
        </div>
      )}
    </Group>
  );
}

interface StepProps {
  readonly step: JsonMap;
  readonly onChange: (step: JsonMap) => void;
  readonly disabled: boolean;
}

function Step({ step, onChange, disabled }: StepProps) {
  return (
    <div class="admin-step-parts">
      <TextField
        label={t("admin.step.after")}
        type="number"
        min={0}
        value={textOf(step.after_seconds)}
        disabled={disabled}
        onInput={(text) => onChange({ ...step, after_seconds: Number(text) })}
      />
      <div class="field">
        <span class="field-label" aria-hidden="true">
          {t("admin.step.language")}
        </span>
        <LevelPicker
          of={t("admin.step.language")}
          lowest={0}
          level={Number(step.language_level)}
          disabled={disabled}
          onPick={(level) => onChange({ ...step, language_level: level })}
        />
      </div>
      <div class="field admin-step-skills">
        <span class="field-label">{t("admin.step.skills")}</span>
        <Levels
          of="skills"
          lowest={0}
          value={mapOf(step.skills)}
          disabled={disabled}
          onChange={(skills) => onChange({ ...step, skills })}
        />
      </div>
    </div>
  );
}
