// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { useMemo } from "preact/hooks";
import { nodesOf } from "../shared/markup";
import { shownArticle } from "./state";
import type { Article } from "./values";
import { api } from "./visitor";

export async function openArticle(conversation: string, articleId: string): Promise<void> {
  const path = `/visitor/articles/${encodeURIComponent(articleId)}`;
  shownArticle.value = await api<Article>(path, { query: { conversation } }).catch(() => null);
}

export function ArticleView({ article }: { article: Article }) {
  const content = useMemo(() => nodesOf(article.html), [article.html]);
  return (
    <main class="chat-article" lang={article.language} dir="auto" tabIndex={0} aria-label={article.title}>
      <h2>{article.title}</h2>
      {content}
    </main>
  );
}
