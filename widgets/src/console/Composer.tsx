import { useRef, useState } from "preact/hooks";
import { cx } from "../shared/cx";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { send as sendIcon } from "../shared/ui/icons";
import { say } from "./live";
import { outbox } from "./sending";
import { may } from "./session";
import type { Head } from "./types";
import "./composer.css";

type Mode = "reply" | "note";

const TYPING_EVERY_MS = 3000;

/** Where a reply to the contact or a note to colleagues is written. Enter sends, Shift+Enter breaks the line. */
export function Composer({ head }: { head: Head }) {
  const [mode, setMode] = useState<Mode>("reply");
  const [text, setText] = useState("");
  const lastTyping = useRef(0);

  function submit(): void {
    if (!text.trim()) return;
    outbox().add({
      conversation: head.id,
      text: text.trim(),
      attachments: [],
      note: mode === "note",
      articles: [],
    });
    setText("");
  }

  function onInput(value: string): void {
    setText(value);
    if (mode === "note" || Date.now() - lastTyping.current < TYPING_EVERY_MS) return;
    lastTyping.current = Date.now();
    void say("typing", { conversation: head.id }).catch(() => {});
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  }

  if (!may("conversations.reply")) return null;
  return (
    <form
      class={cx("composer", mode === "note" && "composer-note")}
      aria-label={t("console.composer")}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ModeSwitch mode={mode} onChange={setMode} />
      <textarea
        class="composer-text"
        dir="auto"
        rows={3}
        aria-label={t(`console.composer.${mode}.label`)}
        placeholder={t(`console.composer.${mode}.placeholder`)}
        value={text}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div class="composer-tools">
        <span class="composer-hint">{t("console.composer.hint")}</span>
        <Button type="submit" look="primary" icon={sendIcon} mirrors disabled={!text.trim()}>
          {t(mode === "note" ? "console.composer.save_note" : "console.composer.send")}
        </Button>
      </div>
    </form>
  );
}

function ModeSwitch({ mode, onChange }: { mode: Mode; onChange: (mode: Mode) => void }) {
  return (
    <fieldset class="modes">
      <legend class="visually-hidden">{t("console.composer.mode")}</legend>
      {(["reply", "note"] as const).map((one) => (
        <label key={one} class={cx("mode", mode === one && "mode-now")}>
          <input type="radio" name="mode" checked={mode === one} onChange={() => onChange(one)} />
          {t(`console.composer.${one}`)}
        </label>
      ))}
    </fieldset>
  );
}
