import { locale, nameOfLanguage } from "../shared/i18n";
import { centre } from "./session";

/** Languages that agents here speak, and `more`, by their names in the language of the page. */
export function namedLanguages(...more: readonly string[]): readonly { tag: string; label: string }[] {
  const spoken = (centre.value?.agents ?? []).flatMap((agent) => Object.keys(agent.languages));
  return [...new Set([...more, ...spoken])]
    .map((tag) => ({ tag, label: nameOfLanguage(tag, locale.value.tag) }))
    .sort((a, b) => a.label.localeCompare(b.label, locale.value.tag));
}
