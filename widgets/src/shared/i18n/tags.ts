// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT

/**
 * The first of `wanted` that `available` serves, else English. Chinese is matched by script: zh-CN reads
 * zh-Hans, zh-TW and zh-HK read zh-Hant. Other tags fall back to their primary subtag (de-AT reads de).
 */
export function bestTag(wanted: readonly string[], available: readonly string[]): string {
  for (const tag of wanted) {
    const found = candidates(tag).find((candidate) => available.includes(candidate));
    if (found) return found;
  }
  return "en";
}

function candidates(tag: string): readonly string[] {
  const primary = tag.split("-")[0]?.toLowerCase() ?? "";
  if (primary === "zh") return [tag, /hant|tw|hk|mo/i.test(tag) ? "zh-Hant" : "zh-Hans"];
  if (primary === "pt") return [tag, "pt-BR"];
  return [tag, primary];
}
