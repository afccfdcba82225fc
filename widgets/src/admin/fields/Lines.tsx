import { useEffect, useState } from "preact/hooks";
import { TextArea } from "../../shared/ui/TextField";
import { isSame, wordsOf } from "../values";
import { type ControlProps, framed } from "./control";

const MOST_ROWS = 12;

/** A list of texts, one a line. Keeps empty lines while they are being written, and sends none. */
export function LinesControl(props: ControlProps<"lines">) {
  const value = wordsOf(props.value);
  const [text, setText] = useState(value.join("\n"));
  useEffect(() => {
    if (!isSame(linesIn(text), value)) setText(value.join("\n"));
  }, [props.value]);
  return (
    <div class={props.spec.code ? "admin-code" : undefined}>
      <TextArea
        {...framed(props)}
        rows={Math.min(MOST_ROWS, Math.max(3, text.split("\n").length))}
        value={text}
        onInput={(written) => {
          setText(written);
          props.onChange(linesIn(written));
        }}
      />
    </div>
  );
}

function linesIn(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}
