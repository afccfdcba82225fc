import { t } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { plus, trash } from "../../shared/ui/icons";
import { SelectField } from "../../shared/ui/SelectField";
import { TextArea, TextField } from "../../shared/ui/TextField";
import { isMap, type JsonMap, listOf, textOf } from "../values";
import { type ControlProps, framed } from "./control";
import { Group } from "./Group";

/** Steps in their order, each with the ways that lead on from it. */
export function ProcedureControl(props: ControlProps<"procedure">) {
  const { label, hint, error, disabled } = framed(props);
  const steps = listOf(props.value).filter(isMap);
  const put = (at: number, step: JsonMap): void =>
    props.onChange(steps.map((one, index) => (index === at ? step : one)));
  return (
    <Group label={label} error={error} {...(hint ? { hint } : {})}>
      <ol class="admin-steps">
        {steps.map((step, at) => (
          <li key={textOf(step.id)} class="admin-procedure-step">
            <Step at={at} step={step} steps={steps} disabled={disabled} onChange={(one) => put(at, one)} />
            {!disabled && (
              <Button
                look="quiet"
                small
                icon={trash}
                label={t("admin.step.remove", { number: at + 1 })}
                onClick={() => props.onChange(withoutStep(steps, at))}
              />
            )}
          </li>
        ))}
      </ol>
      {!disabled && (
        <div>
          <Button
            icon={plus}
            onClick={() => props.onChange([...steps, { id: freeId(steps), text: "", choices: [] }])}
          >
            {t("admin.step.add")}
          </Button>
        </div>
      )}
    </Group>
  );
}

interface StepProps {
  readonly at: number;
  readonly step: JsonMap;
  readonly steps: readonly JsonMap[];
  readonly disabled: boolean;
  readonly onChange: (step: JsonMap) => void;
}

function Step({ at, step, steps, disabled, onChange }: StepProps) {
  const choices = listOf(step.choices).filter(isMap);
  const set = (next: readonly JsonMap[]): void => onChange({ ...step, choices: next });
  return (
    <div class="admin-procedure-parts">
      <TextArea
        label={t("admin.procedure.step", { number: at + 1 })}
        rows={2}
        value={textOf(step.text)}
        disabled={disabled}
        onInput={(text) => onChange({ ...step, text })}
      />
      {choices.map((choice, number) => (
        <div key={number} class="admin-procedure-choice">
          <TextField
            label={t("admin.procedure.choice", { number: number + 1, step: at + 1 })}
            value={textOf(choice.text)}
            disabled={disabled}
            onInput={(text) => set(choices.map((one, i) => (i === number ? { ...one, text } : one)))}
          />
          <SelectField
            label={t("admin.procedure.to", { number: number + 1, step: at + 1 })}
            value={textOf(choice.to)}
            disabled={disabled}
            choices={[
              { value: "", label: t("admin.procedure.end") },
              ...steps.map((one, index) => ({
                value: textOf(one.id),
                label: t("admin.procedure.step", { number: index + 1 }),
              })),
            ]}
            onChange={(to) => set(choices.map((one, i) => (i === number ? { ...one, to } : one)))}
          />
          {!disabled && (
            <Button
              look="quiet"
              small
              icon={trash}
              label={t("admin.procedure.remove", { number: number + 1, step: at + 1 })}
              onClick={() => set(choices.filter((_, i) => i !== number))}
            />
          )}
        </div>
      ))}
      {!disabled && (
        <div>
          <Button small look="quiet" icon={plus} onClick={() => set([...choices, { text: "", to: "" }])}>
            {t("admin.procedure.add", { step: at + 1 })}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Names of steps are for the program: choices and what was done keep to them when steps move. */
function freeId(steps: readonly JsonMap[]): string {
  const used = steps.map((one) => textOf(one.id));
  let number = steps.length + 1;
  while (used.includes(`s${number}`)) number++;
  return `s${number}`;
}

/** What led to the step that goes ends the procedure instead. */
function withoutStep(steps: readonly JsonMap[], at: number): readonly JsonMap[] {
  const id = textOf(steps[at]?.id);
  return steps
    .filter((_, index) => index !== at)
    .map((step) => ({
      ...step,
      choices: listOf(step.choices)
        .filter(isMap)
        .map((one) => (one.to === id ? { ...one, to: "" } : one)),
    }));
}
