// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { availableTags, loadLocale, locale } from "../shared/i18n";
import { bestTag } from "../shared/i18n/tags";
import { config, loadConfig } from "./config";
import { talk } from "./lazy";
import { remember } from "./memory";
import { currentHead } from "./state";

/** Languages of the widget's own words, and those the inbox greets in. */
export function offeredLanguages(): readonly string[] {
  return [...new Set([...availableTags, ...(config.value?.languages ?? [])])].sort();
}

/** The conversation's language, before there is one the page's. */
export function chosenLanguage(): string {
  return currentHead.value?.language ?? locale.value.tag;
}

/** One tap: the page speaks the language where it can, and the conversation is answered and routed in it. */
export async function chooseLanguage(tag: string): Promise<void> {
  remember({ language: tag });
  const head = currentHead.value;
  const pageTag = bestTag([tag], availableTags);
  await Promise.all([
    pageTag === tag || pageTag !== "en" ? loadLocale([tag]) : null,
    loadConfig(tag),
    head && head.state !== "resolved" ? talk.value?.act(head.id, "language", { language: tag }) : null,
  ]);
}
