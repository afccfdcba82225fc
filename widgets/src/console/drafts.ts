import { signal } from "@preact/signals";
import { attempt } from "../shared/attempt";
import type { FileRef } from "./types";

export type Mode = "reply" | "note";

/** A file on its way up, or stored and waiting to be sent. */
export interface Uploading {
  readonly key: string;
  readonly name: string;
  /** 0 to 1. */
  readonly share: number;
  readonly stored: FileRef | null;
  readonly cancel: () => void;
}

/** What is being written in one conversation; kept while the agent looks at others, its text over a reload too. */
export interface Written {
  readonly mode: Mode;
  readonly text: string;
  readonly files: readonly Uploading[];
  /** Articles inserted into the text. */
  readonly articles: readonly string[];
}

const KEY = "contactcenter.console.drafts";
const NOTHING: Written = { mode: "reply", text: "", files: [], articles: [] };

const written = signal<Readonly<Record<string, Written>>>(restored());

export function draftOf(conversation: string): Written {
  return written.value[conversation] ?? NOTHING;
}

export function changeDraft(conversation: string, change: Partial<Written>): void {
  written.value = { ...written.value, [conversation]: { ...draftOf(conversation), ...change } };
  keep();
}

export function clearDraft(conversation: string): void {
  changeDraft(conversation, { text: "", files: [], articles: [] });
}

/** Puts words at the end of the reply, on a line of their own. */
export function insertInto(conversation: string, words: string, article?: string): void {
  const { text, articles } = draftOf(conversation);
  changeDraft(conversation, {
    mode: "reply",
    text: text.trim() ? `${text.trimEnd()}\n\n${words}` : words,
    articles: article ? [...new Set([...articles, article])] : articles,
  });
}

function keep(): void {
  const texts = Object.entries(written.value).flatMap(([id, { text, mode, articles }]) =>
    text ? [[id, { text, mode, articles }]] : [],
  );
  attempt(() => sessionStorage.setItem(KEY, JSON.stringify(Object.fromEntries(texts))));
}

function restored(): Record<string, Written> {
  const kept = attempt(
    () => JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Record<string, Partial<Written>>,
  );
  return Object.fromEntries(Object.entries(kept ?? {}).map(([id, one]) => [id, { ...NOTHING, ...one }]));
}
