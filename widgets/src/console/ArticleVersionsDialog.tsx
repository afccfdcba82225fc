import { useEffect, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { fullTime } from "../shared/i18n/format";
import { Dialog } from "../shared/ui/Dialog";
import { Diff } from "../shared/ui/Diff";
import { Spinner } from "../shared/ui/Progress";
import { attemptTo } from "./failing";
import type { WholeArticle } from "./knowledge";
import { api } from "./session";

interface Version {
  readonly version: number;
  readonly by: string;
  readonly at: string | null;
  readonly title: string;
  readonly body: string;
}

/** All versions of an article, newest first: who made each, when, and what it changed. */
export function ArticleVersionsDialog({ article, onClose }: { article: WholeArticle; onClose: () => void }) {
  const [versions, setVersions] = useState<readonly Version[] | null>(null);
  useEffect(() => {
    const path = `/knowledge/articles/${encodeURIComponent(article.id)}/versions`;
    void attemptTo(async () =>
      setVersions([...(await api<{ items: readonly Version[] }>(path)).items].reverse()),
    );
  }, []);
  return (
    <Dialog title={t("console.versions.title", { title: article.title })} onClose={onClose} wide>
      {!versions && <Spinner label={t("common.loading")} />}
      <ol class="versions">
        {versions?.map((one, at) => {
          const before = versions[at + 1];
          return (
            <li key={one.version}>
              <div class="versions-head">
                <h3>{t("console.versions.one", { number: one.version })}</h3>
                <span class="soft">
                  {one.by && <span dir="auto">{one.by} · </span>}
                  {one.at && <time dateTime={one.at}>{fullTime(new Date(one.at))}</time>}
                </span>
              </div>
              <Diff
                label={t("console.versions.one", { number: one.version })}
                lang={article.language}
                before={before ? textOf(before) : textOf(one)}
                after={textOf(one)}
              />
            </li>
          );
        })}
      </ol>
    </Dialog>
  );
}

function textOf({ title, body }: Version): string {
  return `${title}\n\n${body}`;
}
