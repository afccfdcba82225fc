import { t } from "../../shared/i18n";
import type { FieldSpec, FieldType, SpecOf } from "../kinds/kind";
import type { Draft, Json } from "../values";

/** What every control of a form gets. */
export interface ControlProps<T extends FieldType> {
  readonly spec: SpecOf<T>;
  readonly value: Json | undefined;
  readonly onChange: (value: Json) => void;
  /** What is wrong with the value, in words. */
  readonly error: string | null;
  readonly disabled: boolean;
  /** The record around the value: the settings of an inbox depend on its channel. */
  readonly draft: Draft;
  /** Sets another field along with this one. */
  readonly set: (name: string, value: Json) => void;
}

/** Label, hint and error as the shared fields take them. */
export function framed(props: { spec: FieldSpec; error: string | null; disabled: boolean }): {
  label: string;
  hint?: string;
  error: string | null;
  required: boolean;
  disabled: boolean;
} {
  const { label, hint, required } = props.spec;
  return {
    label: t(label),
    ...(hint ? { hint: t(hint) } : {}),
    error: props.error,
    required: required ?? false,
    disabled: props.disabled,
  };
}
