import { t } from "../shared/i18n";
import { inWords } from "./reasons";
import { Section } from "./Section";

export function WhySection({ reasons }: { reasons: readonly string[] }) {
  const { because, others } = inWords(reasons);
  return (
    <Section title={t("console.why")}>
      {because.length === 0 && <p class="soft">{t("console.why.none")}</p>}
      <ul class="why">
        {because.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      {others.length > 0 && (
        <details class="why-others">
          <summary>{t("console.why.others", { count: others.length })}</summary>
          <ul class="why">
            {others.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}
