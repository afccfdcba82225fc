import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import "./field.css";

export interface FieldProps {
  readonly label: string;
  /** Keeps the label for screen readers only, where the place says what the field is. */
  readonly hideLabel?: boolean;
  readonly hint?: ComponentChildren;
  /** What is wrong, in words; announced at once. */
  readonly error?: string | null;
  readonly required?: boolean;
}

/** What a control spreads onto itself to be tied to its label, hint and error. */
export interface Wiring {
  readonly id: string;
  readonly required: boolean;
  readonly "aria-invalid"?: "true";
  readonly "aria-describedby"?: string;
}

/** Label above, control, then hint and error: the frame of every form field. */
export function Field(props: FieldProps & { readonly children: (wiring: Wiring) => ComponentChildren }) {
  const id = useId();
  const { hint, error } = props;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const wiring: Wiring = {
    id,
    required: props.required ?? false,
    ...(error ? { "aria-invalid": "true" } : {}),
    ...(described ? { "aria-describedby": described } : {}),
  };
  return (
    <div class="field">
      <label for={id} class={props.hideLabel ? "visually-hidden" : "field-label"}>
        {props.label}
        {props.required && (
          <span class="field-required" aria-hidden="true">
            {" *"}
          </span>
        )}
      </label>
      {props.children(wiring)}
      {hint && (
        <div class="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error && (
        <div class="field-error" id={`${id}-error`} role="alert">
          {error}
        </div>
      )}
    </div>
  );
}
