import { useEffect, useState } from "preact/hooks";
import { cx } from "../shared/cx";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { send as sendIcon } from "../shared/ui/icons";
import { ComposerText } from "./ComposerText";
import { changeDraft, clearDraft, draftOf, type Mode } from "./drafts";
import { FileChips } from "./FileChips";
import { FilePicker } from "./FilePicker";
import { goesByLetter } from "./letters";
import { limitsOf } from "./limits";
import { open } from "./open";
import { RecipientLine } from "./RecipientLine";
import { outbox } from "./sending";
import { may } from "./session";
import type { Head } from "./types";
import { addFiles } from "./uploads";
import "./composer.css";

/** Characters that are left when the composer begins to count. */
const NEAR = 200;

/** Where a reply to the contact or a note to colleagues is written. Pictures may be pasted or dropped on it. */
export function Composer({ head }: { head: Head }) {
  const { mode, text, files, articles } = draftOf(head.id);
  const stored = files.flatMap((one) => one.stored ?? []);
  const isAnything = text.trim() !== "" || files.length > 0;
  const [isWanted, setWanted] = useState(false);
  const left = limitsOf(mode === "reply" ? head : null).chars - text.length;
  const isUploading = stored.length < files.length;

  /** Where files are still on their way, the message leaves by itself once they are there. */
  function submit(): void {
    setWanted(isAnything && isUploading);
    if (!isAnything || isUploading) return;
    outbox().add({
      conversation: head.id,
      text: text.trim(),
      attachments: stored,
      note: mode === "note",
      articles,
    });
    clearDraft(head.id);
  }

  useEffect(() => {
    if (isWanted && !isUploading) submit();
  }, [isWanted, isUploading]);

  if (!may("conversations.reply")) return null;
  return (
    <form
      class={cx("composer", mode === "note" && "composer-note")}
      aria-label={t("console.composer")}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        addFiles(head.id, [...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <ModeSwitch mode={mode} onChange={(chosen) => changeDraft(head.id, { mode: chosen })} />
      {mode === "reply" && goesByLetter(head, open.value?.timeline.entries.value ?? []) && (
        <RecipientLine head={head} />
      )}
      <ComposerText head={head} onSubmit={submit} />
      <FileChips conversation={head.id} files={files} />
      <div class="composer-tools">
        <FilePicker draft={head.id} />
        <span class="composer-hint">
          {left < NEAR ? t("console.composer.left", { count: left }) : t("console.composer.hint")}
        </span>
        <Button type="submit" look="primary" icon={sendIcon} mirrors disabled={!isAnything} busy={isWanted}>
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
