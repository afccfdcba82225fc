import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface GroupProps {
  readonly label: string;
  /** Keeps the label for screen readers only, where its parts have titles of their own. */
  readonly hideLabel?: boolean;
  readonly hint?: string;
  readonly error: string | null;
  readonly children: ComponentChildren;
}

/** Several controls that make up one value: a fieldset with hint and error like those of a single field. */
export function Group({ label, hideLabel, hint, error, children }: GroupProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <fieldset class="admin-group" aria-describedby={described || undefined}>
      <legend class={hideLabel ? "visually-hidden" : "field-label"}>{label}</legend>
      {hint && (
        <div class="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {children}
      {error && (
        <div class="field-error" id={`${id}-error`} role="alert" data-invalid tabIndex={-1}>
          {error}
        </div>
      )}
    </fieldset>
  );
}
