import { useEffect, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { TextField } from "../shared/ui/TextField";
import { uuid7 } from "../shared/uuid7";
import { ArticleTools } from "./ArticleTools";
import { insertInto } from "./drafts";
import { attemptTo } from "./failing";
import { open } from "./open";
import { api } from "./session";
import type { ArticleCard, Head } from "./types";

const QUIET_MS = 300;

/** What the knowledge base suggests for this conversation, or finds for the words typed. */
export function ArticleTab({ head }: { head: Head }) {
  const [query, setQuery] = useState("");
  const [everything, setEverything] = useState(false);
  const [found, setFound] = useState<Found | null>(null);

  useEffect(() => {
    const look = new AbortController();
    const timer = setTimeout(
      () => {
        lookUp(head, query, everything, look.signal).then(setFound, () => {});
      },
      query ? QUIET_MS : 0,
    );
    return () => {
      clearTimeout(timer);
      look.abort();
    };
  }, [query, everything, head.preview, head.facts]);

  return (
    <>
      <search class="article-search">
        <TextField label={t("console.article.search")} type="search" value={query} onInput={setQuery} />
      </search>
      {found?.items.length === 0 && <p class="soft">{t("console.article.none")}</p>}
      <ul class="articles" aria-label={t(query ? "console.article.found" : "console.article.suggested")}>
        {found?.items.map((card) => (
          <li key={card.article_id}>
            <ArticleRow card={card} head={head} />
          </li>
        ))}
      </ul>
      {found?.left_out && (
        <Button small look="quiet" onClick={() => setEverything(true)}>
          {t("console.article.all_products")}
        </Button>
      )}
    </>
  );
}

/** `left_out`: others would be found that are about products the contact does not have. */
interface Found {
  readonly items: readonly ArticleCard[];
  readonly left_out: boolean;
}

function lookUp(head: Head, query: string, everything: boolean, signal: AbortSignal): Promise<Found> {
  if (query.trim()) {
    return api("/articles/search", { query: { q: query, language: head.language ?? "en" }, signal });
  }
  const asks = { text: asked(), ...(everything && { all_products: "true" }) };
  return api(`/conversations/${head.id}/suggestions`, { query: asks, signal });
}

const MOST_CHARS = 1000;

/** What the contact wrote last: that is what an article should answer. */
function asked(): string {
  const written = open.value?.timeline.entries.value.flatMap(({ kind, author, body }) =>
    kind === "message" && author.kind === "contact" && body.text ? [body.text] : [],
  );
  return (written ?? []).slice(-5).join("\n").slice(-MOST_CHARS);
}

function ArticleRow({ card, head }: { card: ArticleCard; head: Head }) {
  const [isOpen, setOpen] = useState(false);

  function toggle(): void {
    if (!isOpen) void use(head, card, "opened");
    setOpen(!isOpen);
  }

  return (
    <article class="article">
      <h3>
        <button
          type="button"
          class="article-title"
          aria-expanded={isOpen}
          onClick={toggle}
          dir="auto"
          lang={card.language}
        >
          {card.title}
        </button>
      </h3>
      <p class={isOpen ? "article-text" : "article-text article-short"} dir="auto" lang={card.language}>
        {card.passage}
      </p>
      <p class="row-line">
        <Button small onClick={() => insertInto(head.id, card.passage, card.article_id)}>
          {t("console.article.insert")}
        </Button>
        <Button small look="quiet" onClick={() => insertInto(head.id, addressOf(card), card.article_id)}>
          {t("console.article.link")}
        </Button>
      </p>
      {isOpen && <ArticleTools card={card} head={head} />}
    </article>
  );
}

function addressOf(card: ArticleCard): string {
  return `${card.title}\n${location.origin}/articles/${card.slug}?language=${card.language}`;
}

/** Counted, so that the worth of an article is known. */
function use(head: Head, card: ArticleCard, action: "opened"): Promise<boolean> {
  const body = { external_id: uuid7(), article_id: card.article_id, action };
  return attemptTo(() => api(`/conversations/${head.id}/articles`, { method: "POST", body }));
}
