// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { clip, send as sendIcon } from "../shared/ui/icons";
import { loadTalk, talk } from "./lazy";
import { current, fileProblem, isOpen, uploads } from "./state";

const TALLEST_PX = 140;

export function Composer() {
  const [text, setText] = useState("");
  /** Enter came before the files were there: send as soon as they are. */
  const [wanted, setWanted] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const stored = uploads.value.flatMap((one) => (one.stored ? [one.stored] : []));
  const isReady = stored.length === uploads.value.length && (text.trim() !== "" || stored.length > 0);

  useEffect(() => {
    if (isOpen.value) area.current?.focus();
  }, [isOpen.value, current.value]);
  useEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(TALLEST_PX, element.scrollHeight + 2)}px`;
  }, [text]);

  useEffect(() => {
    if (fileProblem.value) setWanted(false);
    else if (wanted && isReady) void submit();
  }, [wanted, isReady, fileProblem.value]);

  async function submit(): Promise<void> {
    setWanted(!isReady && uploads.value.length > 0);
    if (!isReady) return;
    (await loadTalk()).send(text.trim(), stored);
    setText("");
    uploads.value = [];
    fileProblem.value = null;
    area.current?.focus();
  }

  function addFiles(files: ArrayLike<File> | null | undefined): void {
    const taken = Array.from(files ?? []); // now: the browser empties the list afterwards
    if (taken.length > 0) void loadTalk().then((loaded) => loaded.addFiles(taken));
  }

  return (
    <form
      class="composer"
      aria-label={t("widget.compose")}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        addFiles(event.dataTransfer?.files);
      }}
    >
      {talk.value && <talk.value.FileChips />}
      {fileProblem.value && (
        <p class="chat-error" role="alert">
          {fileProblem.value}
        </p>
      )}
      <div class="composer-row">
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            addFiles(event.currentTarget.files);
            event.currentTarget.value = "";
          }}
        />
        <Button
          look="quiet"
          icon={clip}
          label={t("widget.file.attach")}
          onClick={() => picker.current?.click()}
        />
        <textarea
          ref={area}
          class="chat-input"
          rows={1}
          dir="auto"
          maxLength={10_000}
          aria-label={t("widget.compose")}
          placeholder={t("widget.compose")}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            void loadTalk().then((loaded) => loaded.tellTyping());
          }}
          onPaste={(event) => addFiles(event.clipboardData?.files)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            void submit();
          }}
        />
        <Button
          type="submit"
          look="primary"
          icon={sendIcon}
          mirrors
          label={t("widget.send")}
          disabled={!isReady}
        />
      </div>
    </form>
  );
}
