import { availableTags, locale, nameOfLanguage, type TextKey, t } from "../shared/i18n";
import { type Draft, isMap, type JsonMap, textOf } from "./values";

/** What a record is called, in the language of the page where it has names. */
export function nameOf(record: Draft): string {
  const builtIn = BUILT_IN[textOf(record.id)];
  if (builtIn && record.permissions) return t(builtIn);
  const own = textOf(record.name) || textOf(record.title);
  const names = isMap(record.names) ? inPageLanguage(record.names) : "";
  return names || own || textOf(record.shortcut) || textOf(record.id);
}

/** Roles that every centre has. */
const BUILT_IN: Readonly<Record<string, TextKey>> = {
  visitor: "admin.role.visitor",
  agent: "admin.role.agent",
  supervisor: "admin.role.supervisor",
  admin: "admin.role.admin",
  api: "admin.role.api",
};

const CHANNELS: Readonly<Record<string, TextKey>> = {
  chat: "admin.channel.chat",
  email: "admin.channel.email",
  telegram: "admin.channel.telegram",
  push: "admin.channel.push",
  wechat: "admin.channel.wechat",
  whatsapp: "admin.channel.whatsapp",
  webhook: "admin.channel.webhook",
  xmpp: "admin.channel.xmpp",
};

export function channelName(kind: string): string {
  const known = CHANNELS[kind];
  return known ? t(known) : kind;
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

/** Languages in which the pages themselves can be read. */
export function interfaceChoices(): { value: string; label: string }[] {
  return availableTags.map((value) => ({ value, label: nameOfLanguage(value) }));
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
