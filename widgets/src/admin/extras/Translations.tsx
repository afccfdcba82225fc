import { useEffect, useState } from "preact/hooks";
import { cx } from "../../shared/cx";
import { t } from "../../shared/i18n";
import { Badge } from "../../shared/ui/Badge";
import { Button } from "../../shared/ui/Button";
import { Icon } from "../../shared/ui/Icon";
import { external } from "../../shared/ui/icons";
import { SelectField } from "../../shared/ui/SelectField";
import { AddChoice } from "../fields/AddChoice";
import { Preview } from "../fields/Markdown";
import { languageChoices, languageName } from "../names";
import { recordsOf } from "../records";
import { go, linkTo, NEW } from "../route";
import { api, may } from "../session";
import { type Draft, type Json, type Stored, textOf, wordsOf } from "../values";
import { ExtraCard } from "./ExtraCard";

/** What the centre knows of an article in one language: the digest is of its words now. */
interface Known {
  readonly id: string;
  readonly language: string;
  readonly digest: string;
  readonly is_older: boolean;
}

interface TranslationsProps {
  readonly article: Stored;
  readonly draft: Draft;
  readonly set: (name: string, value: Json) => void;
}

function useKnown(article: Stored): readonly Known[] {
  const [known, setKnown] = useState<readonly Known[]>([]);
  useEffect(() => {
    const path = `/knowledge/articles/${encodeURIComponent(article.id)}/translations`;
    api<{ items: readonly Known[] }>(path).then(
      (answer) => setKnown(answer.items),
      () => {},
    );
  }, [article.id, article.version]);
  return known;
}

/** The same article in other languages: open one, show one beside this one, begin another. */
export function Translations({ article, draft, set }: TranslationsProps) {
  const [beside, setBeside] = useState("");
  const known = useKnown(article);
  const all = (recordsOf("articles") ?? []).filter((one) => one.slug === article.slug);
  const others = all.filter((one) => one.id !== article.id);
  const shown = others.find((one) => one.id === beside);
  const used = all.map((one) => textOf(one.language));
  return (
    <ExtraCard title={t("admin.translations")} hint={t("admin.translations.hint")}>
      <nav class="admin-chips" aria-label={t("admin.translations")}>
        {[...all].sort(byLanguage).map((one) => (
          <a
            key={one.id}
            class={cx("admin-translation", one.id === article.id && "admin-translation-here")}
            aria-current={one.id === article.id ? "page" : undefined}
            href={linkTo("articles", one.id)}
          >
            {languageName(textOf(one.language))}
            {known.find(({ id }) => id === one.id)?.is_older && (
              <Badge tone="warn">{t("admin.translations.older")}</Badge>
            )}
          </a>
        ))}
      </nav>
      <Older known={known} draft={draft} set={set} />
      <div class="admin-translation-tools">
        <SelectField
          label={t("admin.translations.beside")}
          value={beside}
          choices={[{ value: "", label: t("admin.choose.none") }, ...others.map(choiceOf)]}
          onChange={setBeside}
        />
        {may("knowledge.edit") && (
          <AddChoice
            label={t("admin.translations.add")}
            choices={languageChoices().filter((one) => !used.includes(one.value))}
            onAdd={(language) => go(newTranslation(article, language, known))}
          />
        )}
        {article.audience === "public" && article.state === "validated" && (
          <a
            class="admin-up"
            href={`/articles/${article.slug}?language=${article.language}`}
            target="_blank"
            rel="noopener"
          >
            {t("admin.translations.public")}
            <Icon path={external} size={16} mirrors />
          </a>
        )}
      </div>
      {shown && <SideBySide mine={draft} theirs={shown} />}
    </ExtraCard>
  );
}

function SideBySide({ mine, theirs }: { mine: Draft; theirs: Stored }) {
  return (
    <div class="admin-beside">
      {[mine, theirs].map((one) => (
        <article key={textOf(one.language)} lang={textOf(one.language)} dir="auto" tabIndex={0}>
          <p class="field-hint">{languageName(textOf(one.language))}</p>
          <h3>{textOf(one.title)}</h3>
          <Preview body={textOf(one.body)} language={textOf(one.language)} />
          <ul class="admin-beside-phrasings">
            {wordsOf(one.phrasings).map((phrasing) => (
              <li key={phrasing}>{phrasing}</li>
            ))}
          </ul>
        </article>
      ))}
    </div>
  );
}

/** That the source says something else by now, and a way to say that this one says the same again. */
function Older({
  known,
  draft,
  set,
}: {
  known: readonly Known[];
  draft: Draft;
  set: TranslationsProps["set"];
}) {
  const source = known.find((one) => one.language === draft.source_language);
  const isOlder = known.find((one) => one.id === draft.id)?.is_older;
  if (!source || !isOlder || draft.source_digest === source.digest || !may("knowledge.edit")) return null;
  return (
    <p class="admin-translation-tools" role="status">
      {t("admin.translations.older.text", { language: languageName(source.language) })}{" "}
      <Button small onClick={() => set("source_digest", source.digest)}>
        {t("admin.translations.same")}
      </Button>
    </p>
  );
}

function newTranslation(article: Stored, language: string, known: readonly Known[]): string {
  const given = new URLSearchParams({
    slug: textOf(article.slug),
    language,
    audience: textOf(article.audience),
    source_language: textOf(article.language),
    source_digest: known.find((one) => one.id === article.id)?.digest ?? "",
  });
  return `${linkTo("articles", NEW)}?${given}`;
}

function choiceOf(article: Stored): { value: string; label: string } {
  return { value: article.id, label: languageName(textOf(article.language)) };
}

function byLanguage(a: Stored, b: Stored): number {
  return languageName(textOf(a.language)).localeCompare(languageName(textOf(b.language)));
}
