import { useId, useRef, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { CannedList } from "./CannedList";
import { filled, matching, slashWord } from "./canned";
import { changeDraft, draftOf } from "./drafts";
import { limitsOf } from "./limits";
import { nudge } from "./live";
import type { CannedReply, Head } from "./types";
import { addFiles } from "./uploads";

const TYPING_EVERY_MS = 3000;

/** The text itself: Enter sends, Shift+Enter breaks the line, "/" offers canned replies. */
export function ComposerText({ head, onSubmit }: { head: Head; onSubmit: () => void }) {
  const { mode, text } = draftOf(head.id);
  const [word, setWord] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const lastTyping = useRef(0);
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const isToAsked = head.side_of !== null && mode === "reply";
  const offered = word === null ? [] : matching(word, head.language);

  function onInput(element: HTMLTextAreaElement): void {
    changeDraft(head.id, { text: element.value });
    setWord(slashWord(element.value.slice(0, element.selectionStart)));
    setActive(0);
    if (mode === "note" || Date.now() - lastTyping.current < TYPING_EVERY_MS) return;
    lastTyping.current = Date.now();
    nudge("typing", head.id);
  }

  function pick(reply: CannedReply): void {
    const caret = area.current?.selectionStart ?? text.length;
    const before = text.slice(0, caret - (word?.length ?? 0) - 1);
    const inserted = before + filled(reply, head);
    changeDraft(head.id, { text: inserted + text.slice(caret) });
    setWord(null);
    requestAnimationFrame(() => area.current?.setSelectionRange(inserted.length, inserted.length));
    area.current?.focus();
  }

  /** Keys of the open list; true if this was one. */
  function movesInList(key: string): boolean {
    const chosen = offered[active];
    if (!chosen) return false;
    if (key === "ArrowDown") setActive((active + 1) % offered.length);
    else if (key === "ArrowUp") setActive((active + offered.length - 1) % offered.length);
    else if (key === "Enter" || key === "Tab") pick(chosen);
    else if (key === "Escape") setWord(null);
    else return false;
    return true;
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (movesInList(event.key)) event.stopPropagation();
    else if (event.key === "Enter" && !event.shiftKey) onSubmit();
    else return;
    event.preventDefault();
  }

  return (
    <div class="composer-box">
      {offered.length > 0 && (
        <CannedList id={id} items={offered} active={active} language={head.language} onPick={pick} />
      )}
      <textarea
        ref={area}
        class="composer-text"
        dir="auto"
        rows={3}
        maxLength={limitsOf(mode === "reply" ? head : null).chars}
        aria-label={t(isToAsked ? "console.side_thread.reply" : `console.composer.${mode}.label`)}
        aria-autocomplete="list"
        aria-controls={offered.length > 0 ? id : undefined}
        aria-activedescendant={offered.length > 0 ? `${id}-${active}` : undefined}
        placeholder={t(isToAsked ? "console.side_thread.reply" : `console.composer.${mode}.placeholder`)}
        value={text}
        onInput={(event) => onInput(event.currentTarget)}
        onKeyDown={onKeyDown}
        onBlur={() => setWord(null)}
        onPaste={(event) => {
          const files = [...(event.clipboardData?.files ?? [])];
          if (files.length > 0) event.preventDefault();
          addFiles(head.id, files);
        }}
      />
    </div>
  );
}
