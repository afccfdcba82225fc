import { useEffect, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { nodesOf } from "../shared/markup";
import { Button } from "../shared/ui/Button";
import { ArticleFixDialog } from "./ArticleFixDialog";
import { ArticleFlagDialog } from "./ArticleFlagDialog";
import { ArticleVersionsDialog } from "./ArticleVersionsDialog";
import { readArticle, type WholeArticle } from "./knowledge";
import { may } from "./session";
import type { ArticleCard, Head } from "./types";
import { Walk } from "./Walk";
import "./knowledge.css";

/** What can be done with an article that is open beside a conversation. */
export function ArticleTools({ card, head }: { card: ArticleCard; head: Head }) {
  const [article, setArticle] = useState<WholeArticle | null>(null);
  const [shown, setShown] = useState<"flag" | "fix" | "versions" | null>(null);
  const read = (): Promise<void> => readArticle(card.slug, card.language).then(setArticle, () => {});
  useEffect(() => void read(), [card.slug, card.language]);
  if (!article) return null;
  const close = (): void => setShown(null);
  return (
    <div class="article-tools">
      {article.kind === "procedure" && <Walk article={article} head={head} />}
      {article.body && (
        <details>
          <summary>{t("console.article.whole")}</summary>
          <div class="prose" dir="auto" lang={article.language}>
            {nodesOf(article.html)}
          </div>
        </details>
      )}
      <p class="row-line">
        <Button small look="quiet" onClick={() => setShown("flag")}>
          {t("console.flag")}
        </Button>
        {may("knowledge.draft") && (
          <Button small look="quiet" onClick={() => setShown("fix")}>
            {t("console.fix")}
          </Button>
        )}
        <Button small look="quiet" onClick={() => setShown("versions")}>
          {t("console.versions")}
        </Button>
      </p>
      {shown === "flag" && <ArticleFlagDialog article={article} head={head} onClose={close} />}
      {shown === "fix" && (
        <ArticleFixDialog article={article} onChanged={() => void read()} onClose={close} />
      )}
      {shown === "versions" && <ArticleVersionsDialog article={article} onClose={close} />}
    </div>
  );
}
