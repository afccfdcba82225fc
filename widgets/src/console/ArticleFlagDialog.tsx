import { useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { SelectField } from "../shared/ui/SelectField";
import { TextArea } from "../shared/ui/TextField";
import { toast } from "../shared/ui/Toast";
import { attemptTo } from "./failing";
import { lookAtNews, REASONS, reasonWords, type WholeArticle } from "./knowledge";
import { api } from "./session";
import type { Head } from "./types";

interface FlagProps {
  readonly article: WholeArticle;
  readonly head: Head;
  readonly onClose: () => void;
}

/** Says what is amiss with an article, to its owner and to those who publish. */
export function ArticleFlagDialog({ article, head, onClose }: FlagProps) {
  const [reason, setReason] = useState<string>(REASONS[0]);
  const [words, setWords] = useState("");

  async function send(): Promise<void> {
    const body = { reason, words: words.trim(), conversation_id: head.id };
    const path = `/knowledge/articles/${encodeURIComponent(article.id)}/flags`;
    if (!(await attemptTo(() => api(path, { method: "POST", body })))) return;
    toast({ text: t("console.flag.sent"), tone: "good" });
    onClose();
    void lookAtNews().catch(() => {});
  }

  const actions = (
    <>
      <Button onClick={onClose}>{t("common.cancel")}</Button>
      <Button look="primary" onClick={() => void send()}>
        {t("console.flag")}
      </Button>
    </>
  );
  return (
    <Dialog title={t("console.flag.title", { title: article.title })} onClose={onClose} actions={actions}>
      <SelectField
        label={t("console.flag.reason")}
        value={reason}
        choices={REASONS.map((one) => ({ value: one, label: reasonWords(one) }))}
        onChange={setReason}
      />
      <TextArea label={t("console.flag.words")} rows={3} maxLength={2000} value={words} onInput={setWords} />
    </Dialog>
  );
}
