import { computed, signal } from "@preact/signals";
import { t } from "../shared/i18n";
import { api } from "./session";

export interface ArticleLine {
  readonly id: string;
  readonly slug: string;
  readonly language: string;
  readonly title: string;
  readonly state: string;
  readonly version: number;
  readonly by: string;
  readonly updated_at: string | null;
  readonly review_at: string | null;
}

export const REASONS = ["wrong", "outdated", "unclear"] as const;
export type FlagReason = (typeof REASONS)[number] | "fix";

export interface ArticleFlag {
  readonly id: string;
  readonly reason: FlagReason;
  readonly words: string;
  readonly by: string;
  readonly at: string;
  readonly article: ArticleLine;
  readonly now: string;
  readonly proposed_title: string;
  readonly proposed: string;
  readonly may_accept: boolean;
}

export interface KnowledgeNews {
  readonly since: string;
  readonly now: string;
  readonly changed: readonly ArticleLine[];
  readonly due: readonly ArticleLine[];
  readonly flags: readonly ArticleFlag[];
}

/** A step of a procedure; without choices it is done, and the next one follows. */
export interface Step {
  readonly id: string;
  readonly text: string;
  readonly choices: readonly { readonly text: string; readonly to: string }[];
}

/** An article as agents read it whole. */
export interface WholeArticle {
  readonly id: string;
  readonly slug: string;
  readonly language: string;
  readonly title: string;
  readonly body: string;
  /** The body, as safe HTML with its pictures. */
  readonly html: string;
  readonly kind: "answer" | "procedure";
  readonly version: number;
  readonly procedure: readonly Step[];
}

const EVERY_MS = 5 * 60_000;

export const news = signal<KnowledgeNews | null>(null);
/** How many things about articles wait to be looked at. */
export const newsCount = computed(() => {
  const found = news.value;
  return found ? found.changed.length + found.due.length + found.flags.length : 0;
});

export async function lookAtNews(): Promise<void> {
  news.value = await api<KnowledgeNews>("/knowledge/news");
}

/** Looks now and every few minutes. */
export function watchNews(): () => void {
  const look = (): void => void lookAtNews().catch(() => {});
  look();
  const timer = setInterval(look, EVERY_MS);
  return () => clearInterval(timer);
}

/** All that changed up to what is shown was looked at. */
export async function markSeen(): Promise<void> {
  const until = news.value?.now;
  if (!until) return;
  await api("/knowledge/seen", { method: "POST", body: { until } });
  await lookAtNews();
}

export function reasonWords(reason: FlagReason): string {
  return t(`console.flag.${reason}`);
}

export async function readArticle(slug: string, language: string): Promise<WholeArticle> {
  const path = `/articles/${encodeURIComponent(slug)}`;
  const { article, html } = await api<{ article: WholeArticle; html: string }>(path, { query: { language } });
  return { ...article, html };
}
