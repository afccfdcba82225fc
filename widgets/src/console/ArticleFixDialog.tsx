import { useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { TextArea, TextField } from "../shared/ui/TextField";
import { toast } from "../shared/ui/Toast";
import { attemptTo } from "./failing";
import { lookAtNews, type WholeArticle } from "./knowledge";
import { api } from "./session";

interface FixProps {
  readonly article: WholeArticle;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** Other words for an article: there at once, or proposed to those who publish; the centre says which. */
export function ArticleFixDialog({ article, onChanged, onClose }: FixProps) {
  const [title, setTitle] = useState(article.title);
  const [body, setBody] = useState(article.body);
  const isSame = title === article.title && body === article.body;

  async function send(): Promise<void> {
    const path = `/knowledge/articles/${encodeURIComponent(article.id)}/words`;
    await attemptTo(async () => {
      const words = { version: article.version, title: title.trim(), body };
      const { changed } = await api<{ changed: boolean }>(path, { method: "PUT", body: words });
      toast({ text: t(changed ? "console.fix.changed" : "console.fix.proposed"), tone: "good" });
      onClose();
      onChanged();
      void lookAtNews().catch(() => {});
    });
  }

  const actions = (
    <>
      <Button onClick={onClose}>{t("common.cancel")}</Button>
      <Button look="primary" disabled={isSame || !title.trim()} onClick={() => void send()}>
        {t("console.fix.send")}
      </Button>
    </>
  );
  return (
    <Dialog title={t("console.fix.title", { title: article.title })} onClose={onClose} actions={actions} wide>
      <TextField
        label={t("console.fix.article_title")}
        value={title}
        maxLength={300}
        lang={article.language}
        onInput={setTitle}
      />
      <TextArea
        label={t("console.fix.body")}
        rows={14}
        value={body}
        lang={article.language}
        onInput={setBody}
      />
    </Dialog>
  );
}
