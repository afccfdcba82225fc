import { useEffect, useState } from "preact/hooks";
import { t } from "../../shared/i18n";
import { nodesOf } from "../../shared/markup";
import { Tabs } from "../../shared/ui/Tabs";
import { TextArea } from "../../shared/ui/TextField";
import { api } from "../session";
import { textOf } from "../values";
import { type ControlProps, framed } from "./control";

/** Markdown with a preview by the server, which shows exactly what readers will see. */
export function MarkdownControl(props: ControlProps<"markdown">) {
  const [tab, setTab] = useState("write");
  const body = textOf(props.value);
  return (
    <div class="field">
      <span class="field-label" aria-hidden="true">
        {t(props.spec.label)}
      </span>
      <Tabs
        label={t(props.spec.label)}
        selected={tab}
        onSelect={setTab}
        tabs={[
          { id: "write", label: t("admin.markdown.write") },
          { id: "preview", label: t("admin.markdown.preview") },
        ]}
      >
        {tab === "write" ? (
          <TextArea
            {...framed(props)}
            hideLabel
            hint={t("admin.hint.markdown")}
            lang={textOf(props.draft.language)}
            rows={props.spec.rows ?? 18}
            value={body}
            onInput={props.onChange}
          />
        ) : (
          <Preview body={body} language={textOf(props.draft.language)} of={textOf(props.draft.id)} />
        )}
      </Tabs>
    </div>
  );
}

interface PreviewProps {
  readonly body: string;
  readonly language: string;
  /** The stored article whose pictures are shown. */
  readonly of?: string;
}

export function Preview({ body, language, of = "" }: PreviewProps) {
  const [html, setHtml] = useState<string | null>(null);
  useEffect(() => {
    const reading = new AbortController();
    api<{ html: string }>("/admin/preview", {
      method: "POST",
      body: { body, id: of },
      signal: reading.signal,
    }).then(
      (answer) => setHtml(answer.html),
      () => {},
    );
    return () => reading.abort();
  }, [body]);
  return (
    <div class="admin-prose" lang={language} dir="auto">
      {html === "" ? <p class="field-hint">{t("admin.markdown.empty")}</p> : nodesOf(html ?? "")}
    </div>
  );
}
