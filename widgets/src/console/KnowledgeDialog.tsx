import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { locale, nameOfLanguage, t } from "../shared/i18n";
import { fullTime } from "../shared/i18n/format";
import { Badge } from "../shared/ui/Badge";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { Diff } from "../shared/ui/Diff";
import { attemptTo } from "./failing";
import { type ArticleFlag, type ArticleLine, lookAtNews, markSeen, news, reasonWords } from "./knowledge";
import { api, may } from "./session";
import "./knowledge.css";

/** What an agent should know of the articles: flags, reviews that are due, and what changed since the last look. */
export function KnowledgeDialog({ onClose }: { onClose: () => void }) {
  useEffect(() => void lookAtNews().catch(() => {}), []);
  const found = news.value;
  const isEmpty = found && found.changed.length + found.due.length + found.flags.length === 0;
  return (
    <Dialog title={t("console.knowledge")} onClose={onClose} wide>
      {isEmpty && <p class="soft">{t("console.knowledge.none")}</p>}
      <Part title={t("console.knowledge.flags")} count={found?.flags.length ?? 0}>
        {found?.flags.map((flag) => (
          <li key={flag.id}>
            <Flag flag={flag} />
          </li>
        ))}
      </Part>
      <Part title={t("console.knowledge.due")} count={found?.due.length ?? 0}>
        {found?.due.map((line) => (
          <li key={line.id}>
            <Line line={line} at={line.review_at} />
          </li>
        ))}
      </Part>
      <Part title={t("console.knowledge.changed")} count={found?.changed.length ?? 0}>
        {found?.changed.map((line) => (
          <li key={line.id}>
            <Line line={line} at={line.updated_at} by={line.by} />
          </li>
        ))}
      </Part>
      {(found?.changed.length ?? 0) > 0 && (
        <Button onClick={() => void attemptTo(markSeen)}>{t("console.knowledge.seen")}</Button>
      )}
    </Dialog>
  );
}

function Part({ title, count, children }: { title: string; count: number; children: ComponentChildren }) {
  if (count === 0) return null;
  return (
    <section class="knowledge-part" aria-label={title}>
      <h3>{title}</h3>
      <ul>{children}</ul>
    </section>
  );
}

interface LineProps {
  readonly line: ArticleLine;
  readonly at: string | null;
  readonly by?: string;
}

function Line({ line, at, by }: LineProps) {
  return (
    <div class="knowledge-line">
      <Title line={line} />
      <Badge>{nameOfLanguage(line.language, locale.value.tag)}</Badge>
      {line.state === "archived" && <Badge tone="warn">{t("console.knowledge.archived")}</Badge>}
      <span class="soft">
        {by && <span dir="auto">{by} · </span>}
        {at && <time dateTime={at}>{fullTime(new Date(at))}</time>}
      </span>
    </div>
  );
}

function Title({ line }: { line: ArticleLine }) {
  const words = (
    <span dir="auto" lang={line.language}>
      {line.title}
    </span>
  );
  if (!may("records.read")) return words;
  return (
    <a href={`/admin#/articles/${encodeURIComponent(line.id)}`} target="_blank" rel="noopener">
      {words}
    </a>
  );
}

function Flag({ flag }: { flag: ArticleFlag }) {
  const close = (accept: boolean): void =>
    void attemptTo(async () => {
      await api(`/knowledge/flags/${flag.id}/close`, { method: "POST", body: { accept } });
      await lookAtNews();
    });
  return (
    <div class="knowledge-flag">
      <Line line={flag.article} at={flag.at} by={flag.by} />
      <p>
        <Badge tone="warn">{reasonWords(flag.reason)}</Badge> <span dir="auto">{flag.words}</span>
      </p>
      {flag.reason === "fix" && (
        <>
          {flag.proposed_title !== flag.article.title && (
            <p dir="auto" lang={flag.article.language}>
              {flag.proposed_title}
            </p>
          )}
          <Diff
            label={t("console.knowledge.difference")}
            lang={flag.article.language}
            before={flag.now}
            after={flag.proposed}
          />
        </>
      )}
      <p class="row-line">
        {flag.may_accept && (
          <Button small look="primary" onClick={() => close(true)}>
            {t("console.flag.accept")}
          </Button>
        )}
        <Button small onClick={() => close(false)}>
          {t("console.flag.done")}
        </Button>
      </p>
    </div>
  );
}
