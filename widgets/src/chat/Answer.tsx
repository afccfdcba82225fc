// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { Icon } from "../shared/ui/Icon";
import { book, check, forward, person } from "../shared/ui/icons";
import { openArticle } from "./ArticleView";
import { giveFeedback } from "./sending";
import { currentHead } from "./state";
import type { Entry, MessageBody, MessageEntry } from "./values";

interface AnswerProps {
  readonly entry: MessageEntry;
  readonly answer: NonNullable<MessageBody["answer"]>;
  readonly all: readonly Entry[];
}

/** Under an automatic answer: where it comes from, and the way on. Under suggestions: up to three titles. */
export function Answer({ entry, answer, all }: AnswerProps) {
  const suggests = answer.decision === "suggest";
  return (
    <div class="answer">
      {answer.sources.slice(0, 3).map((source) => (
        <button
          key={source.article_id}
          type="button"
          class={suggests ? "answer-title" : "answer-source"}
          onClick={() => void openArticle(entry.conversation, source.article_id)}
        >
          <Icon path={book} size={16} />
          <span>{suggests ? source.title : t("widget.answer.source", { title: source.title })}</span>
          {suggests && <Icon path={forward} size={16} mirrors />}
        </button>
      ))}
      <Verdict entry={entry} suggests={suggests} all={all} />
    </div>
  );
}

function Verdict({
  entry,
  suggests,
  all,
}: {
  entry: MessageEntry;
  suggests: boolean;
  all: readonly Entry[];
}) {
  const given = all.findLast((one) => one.kind === "feedback" && one.body.answer === entry.id);
  const [said, setSaid] = useState<string | null>(null);
  const verdict = said ?? (given?.kind === "feedback" ? given.body.verdict : null);
  const isOver = currentHead.value?.state !== "answered" && currentHead.value?.state !== "new";

  function say(what: "helped" | "did_not_help" | "person"): void {
    setSaid(what);
    giveFeedback(entry.conversation, entry.id, what).catch(() => setSaid(null));
  }

  if (verdict === "helped")
    return (
      <p class="message-state" role="status">
        <Icon path={check} size={14} />
        {t("widget.answer.helped_thanks")}
      </p>
    );
  if (verdict === "person" || isOver) return null;
  return (
    <div class="answer-ways">
      {!suggests && verdict === null && (
        <>
          <Button small icon={check} onClick={() => say("helped")}>
            {t("widget.answer.helped")}
          </Button>
          <Button small onClick={() => say("did_not_help")}>
            {t("widget.answer.did_not_help")}
          </Button>
        </>
      )}
      <Button small icon={person} onClick={() => say("person")}>
        {t(suggests ? "widget.suggest.none" : "widget.answer.person")}
      </Button>
    </div>
  );
}
