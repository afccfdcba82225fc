import { computed, signal } from "@preact/signals";
import type { Api } from "./api";

/** How an inbox fares that fetches and sends by itself (docs/protocol.md); `problem` null = works. */
export interface InboxState {
  readonly inbox_id: string;
  readonly problem: string | null;
  readonly advice: string | null;
  readonly since: string;
  readonly heard_at: string | null;
  readonly silent: boolean;
}

const EVERY_MS = 60_000;

/** As last told, by inbox; without those that do nothing by themselves. */
export const inboxStates = signal<ReadonlyMap<string, InboxState>>(new Map());

/** Those that somebody must see to. */
export const failingInboxes = computed(() =>
  [...inboxStates.value.values()].filter((one) => one.problem !== null || one.silent),
);

let asked = 0;

/** Asks how they fare; what was known stays where there is no answer. */
export async function lookAtInboxes(api: Api): Promise<void> {
  const ticket = ++asked;
  const found = await api<{ items: readonly InboxState[] }>("/admin/inbox-states").catch(() => null);
  if (found && ticket === asked) inboxStates.value = new Map(found.items.map((one) => [one.inbox_id, one]));
}

/** Looks now, when the page is looked at, and every minute; returns how to stop. */
export function watchInboxes(api: Api): () => void {
  const look = (): void => {
    if (!document.hidden) void lookAtInboxes(api);
  };
  look();
  const again = setInterval(look, EVERY_MS);
  addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
  return () => {
    clearInterval(again);
    removeEventListener("focus", look);
    document.removeEventListener("visibilitychange", look);
  };
}
