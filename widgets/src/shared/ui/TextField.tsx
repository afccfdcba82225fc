import type { Ref } from "preact";
import { Field, type FieldProps } from "./Field";

interface TextProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly disabled?: boolean;
  /** Language of what is written, if not the page's. */
  readonly lang?: string;
}

interface TextFieldProps extends TextProps {
  readonly type?: "text" | "email" | "password" | "number" | "search" | "url" | "datetime-local" | "date";
  readonly autocomplete?: string;
  readonly min?: number | string;
  readonly max?: number | string;
  readonly inputRef?: Ref<HTMLInputElement>;
}

export function TextField(props: TextFieldProps) {
  return (
    <Field {...props}>
      {(wiring) => (
        <input
          {...wiring}
          ref={props.inputRef ?? null}
          class="control"
          dir="auto"
          lang={props.lang}
          type={(props.type ?? "text") as "text" /* the typings split inputs by type */}
          value={props.value}
          placeholder={props.placeholder}
          maxLength={props.maxLength}
          min={props.min}
          max={props.max}
          disabled={props.disabled}
          autocomplete={props.autocomplete ?? "off"}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onKeyDown={props.onKeyDown}
        />
      )}
    </Field>
  );
}

interface TextAreaProps extends TextProps {
  readonly rows?: number;
  readonly areaRef?: Ref<HTMLTextAreaElement>;
}

export function TextArea(props: TextAreaProps) {
  return (
    <Field {...props}>
      {(wiring) => (
        <textarea
          {...wiring}
          ref={props.areaRef ?? null}
          class="control control-area"
          dir="auto"
          lang={props.lang}
          rows={props.rows ?? 4}
          value={props.value}
          placeholder={props.placeholder}
          maxLength={props.maxLength}
          disabled={props.disabled}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onKeyDown={props.onKeyDown}
        />
      )}
    </Field>
  );
}
