import { t } from "../shared/i18n";
import { Section } from "./Section";
import type { AskedPart, Source } from "./types";

/** What a message with several questions asks, and what the knowledge base has for each: nothing of it was answered. */
export function AskedSection({ parts }: { parts: readonly AskedPart[] }) {
  if (parts.length === 0) return null;
  return (
    <Section title={t("console.asked")}>
      <ol class="asked">
        {parts.map((part) => (
          <li key={part.text}>
            <q dir="auto">{part.text}</q>
            <Hits sources={part.sources} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Hits({ sources }: { sources: readonly Source[] }) {
  if (sources.length === 0) return <p class="soft">{t("console.asked.nothing")}</p>;
  return (
    <ul>
      {sources.map(({ article_id, language, title }) => (
        <li key={article_id}>
          <a
            href={`/articles/${article_id}?language=${language}`}
            target="_blank"
            rel="noopener"
            lang={language}
            dir="auto"
          >
            {title}
          </a>
        </li>
      ))}
    </ul>
  );
}
