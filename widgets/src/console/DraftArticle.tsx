import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { book } from "../shared/ui/icons";
import { toast } from "../shared/ui/Toast";
import { attemptTo } from "./failing";
import { api, may } from "./session";
import type { Entry } from "./types";

/** Begins an article with the words of this message. */
export function DraftArticle({ entry }: { entry: Entry }) {
  if (!may("knowledge.draft")) return null;
  return (
    <Button small look="quiet" icon={book} onClick={() => void attemptTo(() => draft(entry))}>
      {t("console.draft_article")}
    </Button>
  );
}

async function draft({ conversation, seq }: Entry): Promise<void> {
  const path = `/conversations/${conversation}/article-drafts`;
  const made = await api<{ id: string; title: string }>(path, { method: "POST", body: { seq } });
  toast({
    text: t("console.draft_article.done", { title: made.title }),
    tone: "good",
    ...(may("knowledge.edit") && {
      action: {
        label: t("console.draft_article.open"),
        run: () => void window.open(`/admin#/articles/${encodeURIComponent(made.id)}`, "_blank", "noopener"),
      },
    }),
  });
}
