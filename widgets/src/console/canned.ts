import { centre, me } from "./session";
import type { CannedReply, Head } from "./types";

/** What is typed after a "/" at the end of the text, if anything is. */
export function slashWord(textBeforeCaret: string): string | null {
  return /(?:^|\s)\/([^\s/]*)$/.exec(textBeforeCaret)?.[1] ?? null;
}

/** Canned replies whose shortcut begins with the word, or whose text holds it. */
export function matching(word: string, language: string | null): readonly CannedReply[] {
  const wanted = word.toLocaleLowerCase();
  const all = centre.value?.canned_replies ?? [];
  const first = all.filter((one) => one.shortcut.toLocaleLowerCase().startsWith(wanted));
  const rest = all.filter(
    (one) => !first.includes(one) && textIn(one, language).toLocaleLowerCase().includes(wanted),
  );
  return [...first, ...rest].slice(0, 8);
}

/** In the language of the conversation, else in English, else in any. */
export function textIn({ texts }: CannedReply, language: string | null): string {
  return texts[language ?? "en"] ?? texts.en ?? Object.values(texts)[0] ?? "";
}

/** The text of a canned reply with its slots filled for this conversation. */
export function filled(reply: CannedReply, head: Head): string {
  const named = withName(textIn(reply, head.language), head.contact_name);
  return named
    .replaceAll("{agent.name}", me.value?.agent.name ?? "")
    .replaceAll("{conversation.reference}", head.reference);
}

const NAME = "{contact.name}";

/** Where no name is known, its comma or space goes with it: "Hello {contact.name}, ..." becomes "Hello, ...". */
function withName(text: string, name: string): string {
  if (name) return text.replaceAll(NAME, name);
  const opened = text.replace(/^\{contact\.name\}[,，、]?\s*/u, "");
  const begun = opened === text ? opened : opened.charAt(0).toLocaleUpperCase() + opened.slice(1);
  return begun.replace(/[,，、]?\s*\{contact\.name\}/gu, "");
}
