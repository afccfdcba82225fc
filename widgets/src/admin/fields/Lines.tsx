import { useEffect, useState } from "preact/hooks";
import type { FieldProps } from "../../shared/ui/Field";
import { TextArea } from "../../shared/ui/TextField";
import { isSame, wordsOf } from "../values";
import { type ControlProps, framed } from "./control";

const MOST_ROWS = 12;

/** A list of texts, one a line. */
export function LinesControl(props: ControlProps<"lines">) {
  return (
    <div class={props.spec.code ? "admin-code" : undefined}>
      <LinesArea {...framed(props)} rows={3} value={wordsOf(props.value)} onChange={props.onChange} />
    </div>
  );
}

interface LinesProps extends FieldProps {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  readonly disabled: boolean;
  /** At least so many are shown. */
  readonly rows?: number;
}

/** Keeps empty lines while they are being written, and sends none. */
export function LinesArea({ value, onChange, rows = 2, ...common }: LinesProps) {
  const [text, setText] = useState(value.join("\n"));
  useEffect(() => {
    if (!isSame(linesIn(text), value)) setText(value.join("\n"));
  }, [value.join("\n")]);
  return (
    <TextArea
      {...common}
      rows={Math.min(MOST_ROWS, Math.max(rows, text.split("\n").length))}
      value={text}
      onInput={(written) => {
        setText(written);
        onChange(linesIn(written));
      }}
    />
  );
}

function linesIn(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}
