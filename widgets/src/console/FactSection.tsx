import { useState } from "preact/hooks";
import { cx } from "../shared/cx";
import { t } from "../shared/i18n";
import { fullTime } from "../shared/i18n/format";
import { FactEditor } from "./FactEditor";
import { Section } from "./Section";
import { centre, factName, factValue } from "./session";
import type { Fact, Head } from "./types";

/** What the conversation is about, as typed facts. Each row opens its own small form. */
export function FactSection({ head }: { head: Head }) {
  const [edited, setEdited] = useState<string | null>(null);
  const keys = centre.value?.fact_keys ?? [];
  return (
    <Section
      title={t("console.facts")}
      action={<span class="soft">{t("console.facts.complete", { percent: head.completeness })}</span>}
    >
      <ul class="facts">
        {keys.map(({ id }) => (
          <li key={id}>
            <FactRow
              name={factName(id)}
              fact={head.facts[id]}
              isOpen={edited === id}
              onToggle={() => setEdited(edited === id ? null : id)}
            />
            {edited === id && <FactEditor factKey={id} head={head} onDone={() => setEdited(null)} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

interface RowProps {
  readonly name: string;
  readonly fact: Fact | undefined;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function FactRow({ name, fact, isOpen, onToggle }: RowProps) {
  return (
    <button type="button" class="fact" aria-expanded={isOpen} onClick={onToggle}>
      <span class="fact-name">{name}</span>
      <span class={cx("fact-value", fact?.state !== "value" && "soft")} dir="auto">
        {valueWords(fact)}
      </span>
      {fact && (
        <span class="fact-source" title={fullTime(new Date(fact.at))}>
          {t(`console.fact.source.${fact.source}`)}
        </span>
      )}
    </button>
  );
}

function valueWords(fact: Fact | undefined): string {
  if (!fact) return t("console.fact.missing");
  return fact.state === "value"
    ? factValue(fact.key, fact.value ?? "")
    : t(`console.fact.state.${fact.state}`);
}
