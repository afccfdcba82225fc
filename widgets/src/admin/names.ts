import { locale, nameOfLanguage } from "../shared/i18n";
import { type Draft, isMap, type JsonMap, textOf } from "./values";

/** What a record is called, in the language of the page where it has names. */
export function nameOf(record: Draft): string {
  const own = textOf(record.name) || textOf(record.title);
  const names = isMap(record.names) ? inPageLanguage(record.names) : "";
  return names || own || textOf(record.shortcut) || textOf(record.id);
}

/** The text in the language of the page, else in English, else the first there is. */
export function inPageLanguage(texts: JsonMap): string {
  return textOf(texts[locale.value.tag] ?? texts.en ?? Object.values(texts)[0]);
}

export function languageName(tag: string): string {
  try {
    return nameOfLanguage(tag, locale.value.tag);
  } catch {
    return tag;
  }
}

const COMMON =
  "ar bg bn ca cs da de el en es et fa fi fil fr ga he hi hr hu id is it ja ka kk ko lt lv ms nb nl pl pt-BR pt-PT ro ru sk sl sq sr sv sw ta th tr uk ur uz vi zh-Hans zh-Hant".split(
    " ",
  );

/** Languages to choose from, by name; those already used are among them whatever they are. */
export function languageChoices(used: readonly string[] = []): { value: string; label: string }[] {
  const tags = [...new Set([...COMMON, ...used])];
  return tags
    .map((value) => ({ value, label: languageName(value) }))
    .sort((a, b) => a.label.localeCompare(b.label, locale.value.tag));
}
