// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT

import catalogues from "virtual:catalogues";
import { signal } from "@preact/signals";
import type english from "../../../../contactcenter/locales/en.json";
import { bestTag } from "./tags";

/** Every text a page may show; a typo is a compile error. */
export type TextKey = keyof typeof english;
export type Plurals = { readonly other: string } & Readonly<Record<string, string>>;
export type Catalogue = Readonly<Record<string, string | Plurals>>;
export type Slots = Readonly<Record<string, string | number>>;

interface Locale {
  readonly tag: string;
  readonly texts: Catalogue;
}

/** The language of the page. Reading it, or calling `t`, in a component subscribes to its changes. */
export const locale = signal<Locale>({ tag: "en", texts: {} });

/** Languages a page can be shown in, as BCP-47 tags. */
export const availableTags: readonly string[] = Object.keys(catalogues);

const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);

/** Loads the best language for `wanted` (most wanted first), then sets `lang` and `dir` of the page. */
export async function loadLocale(wanted: readonly string[] = navigator.languages): Promise<string> {
  const tag = bestTag(wanted, availableTags);
  const texts = (await catalogues[tag]?.())?.default ?? {};
  locale.value = { tag, texts };
  document.documentElement.lang = tag;
  document.documentElement.dir = directionOf(tag);
  return tag;
}

export function directionOf(tag: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(tag.split("-")[0] ?? "") ? "rtl" : "ltr";
}

/**
 * The text of `key` in the language of the page with its `{name}` slots filled. A text with plural forms is
 * chosen by the slot `count`. A key without a text shows itself: visible in review, harmless to a reader.
 */
export function t(key: TextKey, slots: Slots = {}): string {
  const { tag, texts } = locale.value;
  return fill(chosen(texts[key] ?? key, tag, slots.count), tag, slots);
}

function chosen(text: string | Plurals, tag: string, count: string | number | undefined): string {
  if (typeof text === "string") return text;
  return text[new Intl.PluralRules(tag).select(Number(count))] ?? text.other;
}

function fill(text: string, tag: string, slots: Slots): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = slots[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? new Intl.NumberFormat(tag).format(value) : value;
  });
}

/** The name of language `tag` in its own words: 中文（简体）, русский. */
export function nameOfLanguage(tag: string, inTag: string = tag): string {
  return new Intl.DisplayNames([inTag], { type: "language" }).of(tag) ?? tag;
}
