import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { TextField } from "../shared/ui/TextField";
import { uuid7 } from "../shared/uuid7";
import { attemptTo } from "./failing";
import type { Step, WholeArticle } from "./knowledge";
import { api } from "./session";
import type { Head } from "./types";

type Place = Step | "done";

/** A procedure step by step; what each one brought is kept in the conversation. */
export function Walk({ article, head }: { article: WholeArticle; head: Head }) {
  const [place, setPlace] = useState<Place>(article.procedure[0] ?? "done");
  const [note, setNote] = useState("");
  const [isBusy, setBusy] = useState(false);
  const text = useRef<HTMLParagraphElement>(null);
  const moved = useRef(false);
  useLayoutEffect(() => {
    if (moved.current) text.current?.focus();
  }, [place]);

  async function go(step: Step, choice: string): Promise<void> {
    setBusy(true);
    await attemptTo(async () => {
      const body = { external_id: uuid7(), article_id: article.id, step: step.id, choice, note: note.trim() };
      const path = `/conversations/${head.id}/procedure-results`;
      const next = (await api<{ step: Step | null }>(path, { method: "POST", body })).step;
      moved.current = true;
      setNote("");
      setPlace(next ?? "done");
    });
    setBusy(false);
  }

  return (
    <section class="walk" aria-label={t("console.walk")}>
      <p class="walk-text" ref={text} tabIndex={-1} dir="auto" lang={article.language} aria-live="polite">
        {place === "done" ? t("console.walk.end") : place.text}
      </p>
      {place === "done" ? (
        <Button small onClick={() => setPlace(article.procedure[0] ?? "done")}>
          {t("console.walk.again")}
        </Button>
      ) : (
        <>
          <TextField label={t("console.walk.note")} maxLength={2000} value={note} onInput={setNote} />
          <div class="walk-ways">
            {place.choices.map((one) => (
              <Button key={one.text} small disabled={isBusy} onClick={() => void go(place, one.text)}>
                <span dir="auto" lang={article.language}>
                  {one.text}
                </span>
              </Button>
            ))}
            {place.choices.length === 0 && (
              <Button small disabled={isBusy} onClick={() => void go(place, "")}>
                {t("console.walk.next")}
              </Button>
            )}
          </div>
        </>
      )}
    </section>
  );
}
