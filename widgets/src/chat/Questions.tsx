// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { act } from "./sending";
import { currentHead } from "./state";
import type { Entry, FactQuestion, MessageEntry } from "./values";

/** Questions that help, one at a time: each may be skipped, and what is answered once does not come back. */
export function Questions({ entry, all }: { entry: MessageEntry; all: readonly Entry[] }) {
  const [moved, setMoved] = useState(false);
  const questions = entry.body.asks ?? [];
  const done = new Set(
    all.flatMap((one) => (one.kind === "fact" && one.author.kind === "contact" ? [one.body.key] : [])),
  );
  const next = questions.find((one) => !done.has(one.key));
  if (currentHead.value?.state === "resolved") return null;
  if (!next) return <p role="status">{t("widget.ask.thanks")}</p>;

  async function state(body: { state: "value" | "unknown"; value?: string }): Promise<void> {
    setMoved(true);
    await act(entry.conversation, "facts", { key: next?.key, ...body }).catch(() => {});
  }

  return (
    <Question
      key={next.key}
      question={next}
      place={t("widget.ask.place", { at: questions.indexOf(next) + 1, count: questions.length })}
      takesFocus={moved}
      onAnswer={(value) => void state({ state: "value", value })}
      onSkip={() => void state({ state: "unknown" })}
    />
  );
}

interface QuestionProps {
  readonly question: FactQuestion;
  readonly place: string;
  /** After an answer the keyboard goes on with the next question. */
  readonly takesFocus: boolean;
  readonly onAnswer: (value: string) => void;
  readonly onSkip: () => void;
}

function Question({ question, place, takesFocus, onAnswer, onSkip }: QuestionProps) {
  const [words, setWords] = useState("");
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (takesFocus) box.current?.querySelector<HTMLElement>("button, input")?.focus();
  }, []);
  return (
    <form
      class="chat-card"
      ref={box}
      aria-label={question.text}
      onSubmit={(event) => {
        event.preventDefault();
        if (words.trim()) onAnswer(words.trim());
      }}
    >
      <p class="chat-card-title" dir="auto">
        {question.text} <small>{place}</small>
      </p>
      <div class="answer-ways">
        {question.choices.map(({ value, label }) => (
          <Button key={value} small onClick={() => onAnswer(value)}>
            {label}
          </Button>
        ))}
        <Button small look="quiet" onClick={onSkip}>
          {t("widget.ask.skip")}
        </Button>
      </div>
      {question.is_free && (
        <div class="chat-card-row">
          <input
            class="chat-input"
            dir="auto"
            aria-label={question.text}
            maxLength={200}
            value={words}
            onInput={(event) => setWords(event.currentTarget.value)}
          />
          <Button type="submit" look="primary" disabled={!words.trim()}>
            {t("widget.ask.answer")}
          </Button>
        </div>
      )}
    </form>
  );
}
