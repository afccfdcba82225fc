import { useId } from "preact/hooks";
import "./field.css";

interface CheckFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  /** A switch takes effect at once; a box with the form around it. */
  readonly look?: "box" | "switch";
}

export function CheckField({ label, hint, checked, onChange, disabled, look = "box" }: CheckFieldProps) {
  const id = useId();
  return (
    <div class={`check check-${look}`}>
      <input
        id={id}
        type="checkbox"
        role={look === "switch" ? "switch" : undefined}
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      {hint && (
        <div class="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </div>
  );
}
