// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { Icon } from "../shared/ui/Icon";
import { star } from "../shared/ui/icons";
import { uuid7 } from "../shared/uuid7";
import { act } from "./sending";
import type { ContactHead } from "./values";

const SCORES = [1, 2, 3, 4, 5] as const;

/** Shown once a conversation is closed: five stars, and words only if wanted. */
export function Rating({ head }: { head: ContactHead }) {
  const [score, setScore] = useState(0);
  const [comment, setComment] = useState("");
  const [isDone, setDone] = useState(head.rating !== null);

  async function rate(): Promise<void> {
    await act(head.id, "rating", { external_id: uuid7(), score, comment });
    setDone(true);
  }

  return (
    <section class="chat-card" aria-label={t("widget.rate.ask")}>
      <p>{t("widget.resolved")}</p>
      {isDone ? (
        <p role="status">{t("widget.rate.thanks")}</p>
      ) : (
        <>
          <p class="chat-card-title">{t("widget.rate.ask")}</p>
          <div class="stars">
            {SCORES.map((one) => (
              <button
                key={one}
                type="button"
                class={one <= score ? "star star-on" : "star"}
                aria-label={t("widget.rate.score", { count: one })}
                aria-pressed={one === score}
                onClick={() => setScore(one)}
              >
                <Icon path={star} size={24} />
              </button>
            ))}
          </div>
          {score > 0 && (
            <div class="chat-card-row">
              <input
                class="chat-input"
                dir="auto"
                aria-label={t("widget.rate.comment")}
                placeholder={t("widget.rate.comment")}
                maxLength={2000}
                value={comment}
                onInput={(event) => setComment(event.currentTarget.value)}
              />
              <Button look="primary" onClick={() => void rate().catch(() => {})}>
                {t("widget.rate.send")}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}
