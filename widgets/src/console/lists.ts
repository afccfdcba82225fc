import { computed, signal } from "@preact/signals";
import { api, me } from "./session";
import type { Head, Offer } from "./types";

const PAGE = 50;

interface Page {
  readonly items: readonly Head[];
  readonly next: string | null;
}

/** Heads of the watched views, kept up to date by the connection. */
export const mine = signal<ReadonlyMap<string, Head>>(new Map());
export const queues = signal<ReadonlyMap<string, Head>>(new Map());

export const FOLDERS = ["everything", "spam"] as const;
export type Folder = (typeof FOLDERS)[number];

/** Suspected spam has this tag, waits in no queue, and lies in a folder of its own. */
const SPAM = "spam";

/** Which part of all conversations is listed. */
export const folder = signal<Folder>("everything");

/** Everything the agent may see in the folder, newest first, page by page. */
export const all = signal<Page>({ items: [], next: null });

export const allInOrder = computed(() =>
  all.value.items.filter((head) => head.tags.includes(SPAM) === (folder.value === "spam")),
);

export function showFolder(next: Folder): void {
  if (folder.value === next) return;
  folder.value = next;
  all.value = { items: [], next: null };
  void loadAll().catch(() => {});
}

/** Offers made to this agent, soonest to expire first. */
export const offers = computed<readonly (Head & { offer: Offer })[]>(() =>
  [...mine.value.values()]
    .filter((head): head is Head & { offer: Offer } => head.offer?.agent_id === me.value?.agent.id)
    .sort((a, b) => a.offer.expires_at.localeCompare(b.offer.expires_at)),
);

/** Unread first, then the longest silent contact, then what waits for the contact. */
export const mineInOrder = computed(() =>
  [...mine.value.values()]
    .filter((head) => head.state !== "offered")
    .sort((a, b) => rank(a) - rank(b) || b.last_at.localeCompare(a.last_at)),
);

export const queuesInOrder = computed(() =>
  [...queues.value.values()].sort((a, b) =>
    (a.waiting_since ?? a.last_at).localeCompare(b.waiting_since ?? b.last_at),
  ),
);

function rank(head: Head): number {
  if (head.state === "snoozed") return 2;
  return head.state !== "offered" && head.awaiting === "agent" ? 0 : 1;
}

export function hasUnread(head: Head): boolean {
  return (
    head.state !== "offered" &&
    head.awaiting === "agent" &&
    (head.read_up_to[me.value?.agent.id ?? ""] ?? 0) < head.seq
  );
}

export interface ListEvent {
  readonly view: string;
  readonly changed: readonly Head[];
  readonly removed: readonly string[];
  readonly all?: boolean;
}

export function applyList(event: ListEvent): void {
  const list = event.view === "mine" ? mine : event.view === "queues" ? queues : null;
  if (!list) return;
  const next = new Map(event.all ? [] : list.value);
  for (const id of event.removed) next.delete(id);
  for (const head of event.changed)
    if ((next.get(head.id)?.version ?? -1) <= head.version) next.set(head.id, head);
  list.value = next;
}

export function replaceLists(heads: {
  readonly mine: readonly Head[];
  readonly queues: readonly Head[];
}): void {
  mine.value = new Map(heads.mine.map((head) => [head.id, head]));
  queues.value = new Map(heads.queues.map((head) => [head.id, head]));
}

/** A head that came with an answer or an entry: the lists show it at once. */
export function refreshHead(head: Head): void {
  for (const list of [mine, queues]) {
    const held = list.value.get(head.id);
    if (held && held.version <= head.version) list.value = new Map(list.value).set(head.id, head);
  }
  const at = all.value.items.findIndex((one) => one.id === head.id);
  if (at !== -1) all.value = { ...all.value, items: all.value.items.with(at, head) };
}

/** An offer is shown as soon as it is made; the list would follow up to 250 ms later. */
export function takeOffer(head: Head): void {
  applyList({ view: "mine", changed: [head], removed: [] });
}

export function endOffer({ conversation, offer_id }: { conversation: string; offer_id: string }): void {
  const held = mine.value.get(conversation);
  if (held?.offer?.id === offer_id && held.state === "offered")
    applyList({ view: "mine", changed: [], removed: [conversation] });
}

let asked = 0;

/** The newest page, put before what was loaded already; in its place where the two do not meet. */
export async function loadAll(): Promise<void> {
  const ticket = ++asked;
  const page = await api<Page>("/conversations", { query: queryOf(null) });
  if (ticket !== asked) return; // a later answer overtook this one
  const { items, next } = all.value;
  const fresh = new Set(page.items.map((head) => head.id));
  const oldest = page.items.at(-1)?.last_at ?? "";
  const older = items.filter((head) => !fresh.has(head.id) && head.last_at <= oldest);
  const meets = older.length > 0 && items.some((head) => fresh.has(head.id));
  all.value = meets ? { items: [...page.items, ...older], next } : page;
}

export async function loadMore(): Promise<void> {
  const { next, items } = all.value;
  if (!next) return;
  const shown = folder.value;
  all.value = { items, next: null };
  const page = await api<Page>("/conversations", { query: queryOf(next) });
  if (shown !== folder.value) return;
  const known = new Set(items.map((head) => head.id));
  all.value = { items: [...items, ...page.items.filter((head) => !known.has(head.id))], next: page.next };
}

function queryOf(cursor: string | null): Record<string, string | number | null> {
  return { view: "all", limit: PAGE, cursor, tag: folder.value === "spam" ? SPAM : null };
}
