import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { Icon } from "../shared/ui/Icon";
import { download, globe, note } from "../shared/ui/icons";
import { attemptTo } from "./failing";
import { LetterFrame } from "./LetterFrame";
import { originalUrl, wholeText } from "./letters";
import { Rich } from "./Rich";
import type { Entry, Original } from "./types";

/** The other forms of a letter, each shown or fetched when asked for. */
export function LetterForms({ entry, original }: { entry: Entry; original: Original }) {
  const [whole, setWhole] = useState<string | null>(null);
  const [isFramed, setFramed] = useState(false);
  const [isBusy, setBusy] = useState(false);

  const section = useRef<HTMLElement>(null);
  useLayoutEffect(() => section.current?.scrollIntoView({ block: "nearest" }), [whole]);

  async function toggleWhole(): Promise<void> {
    if (whole !== null) return setWhole(null);
    setBusy(true);
    await attemptTo(async () => setWhole(await wholeText(entry)));
    setBusy(false);
  }

  if (!original.whole_blob_id && !original.html_blob_id && !original.raw_blob_id) return null;
  return (
    <>
      <div class="letter-forms" data-letter={entry.seq}>
        {original.whole_blob_id && (
          <span data-form="whole">
            <Button
              small
              look="quiet"
              icon={note}
              expanded={whole !== null}
              busy={isBusy}
              onClick={({ currentTarget }) => {
                focusOn(currentTarget);
                void toggleWhole();
              }}
            >
              {t("console.letter.whole")}
            </Button>
          </span>
        )}
        {original.html_blob_id && (
          <span data-form="html">
            <Button
              small
              look="quiet"
              icon={globe}
              expanded={isFramed}
              onClick={({ currentTarget }) => {
                focusOn(currentTarget);
                setFramed(!isFramed);
              }}
            >
              {t("console.letter.html")}
            </Button>
          </span>
        )}
        {original.raw_blob_id && (
          <a class="button button-quiet button-small" href={originalUrl(entry, "raw")} download="">
            <Icon path={download} size={16} />
            {t("console.letter.raw")}
          </a>
        )}
      </div>
      {whole !== null && (
        <section ref={section} class="letter-whole" aria-label={t("console.letter.whole.name")} dir="auto">
          <Rich text={whole} />
        </section>
      )}
      {isFramed && <LetterFrame entry={entry} />}
    </>
  );
}

/** Not every browser gives focus to a button that is clicked; by it the history knows that it is read. */
function focusOn(button: EventTarget | null): void {
  if (button instanceof HTMLElement) button.focus({ preventScroll: true });
}
