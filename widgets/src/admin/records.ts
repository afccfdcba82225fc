import { type Signal, signal } from "@preact/signals";
import type { Noun } from "./kinds/kind";
import { nameOf } from "./names";
import { api } from "./session";
import { type Draft, isMap, type Json, type JsonMap, type Page, type Stored } from "./values";

const MAX_PAGES = 20;
const kept = new Map<Noun, Signal<readonly Stored[] | null>>();
const loading = new Map<Noun, Promise<void>>();

/** All records of a kind, null until they are here; reading it in a component subscribes. */
export function recordsOf(noun: Noun): readonly Stored[] | null {
  const records = signalOf(noun);
  if (records.peek() === null) refresh(noun).catch(() => {});
  return records.value;
}

/** Reads all records of a kind again; who asks twice waits for the same answer. */
export function refresh(noun: Noun): Promise<void> {
  const underway = loading.get(noun) ?? readAll(noun).finally(() => loading.delete(noun));
  loading.set(noun, underway);
  return underway;
}

async function readAll(noun: Noun): Promise<void> {
  const items: Stored[] = [];
  let cursor: string | null = null;
  for (let at = 0; at < MAX_PAGES; at++) {
    const page: Page<Stored> = await api(`/admin/${noun}`, { query: { limit: 100, cursor } });
    items.push(...page.items);
    cursor = page.next;
    if (cursor === null) break;
  }
  signalOf(noun).value = items;
}

export function readRecord(noun: Noun, id: string): Promise<Stored> {
  return api(`/admin/${noun}/${encodeURIComponent(id)}`);
}

/** Stores a new record where `version` is null, else a change of the one with `id`. */
export async function saveRecord(noun: Noun, draft: Draft, version: number | null): Promise<Stored> {
  const { version: _, ...body } = draft;
  const path = version === null ? `/admin/${noun}` : `/admin/${noun}/${encodeURIComponent(String(draft.id))}`;
  const stored: Stored =
    version === null
      ? await api(path, { method: "POST", body })
      : await api(path, { method: "PUT", body, version });
  put(noun, stored);
  return stored;
}

export async function removeRecord(noun: Noun, record: Stored): Promise<void> {
  await api(`/admin/${noun}/${encodeURIComponent(record.id)}`, { method: "DELETE", version: record.version });
  const records = signalOf(noun);
  records.value = records.value?.filter((one) => one.id !== record.id) ?? null;
}

export async function historyOf(noun: Noun, id: string): Promise<readonly Stored[]> {
  const history: { items: readonly Stored[] } = await api(`/admin/${noun}/${encodeURIComponent(id)}/history`);
  return [...history.items].reverse();
}

/** The name of record `id` of a kind, or the id while it is not known. */
export function nameById(noun: Noun, id: string): string {
  const record = recordsOf(noun)?.find((one) => one.id === id);
  return record ? nameOf(record) : id;
}

function put(noun: Noun, stored: Stored): void {
  const records = signalOf(noun);
  if (!records.value) return;
  const others = records.value.filter((one) => one.id !== stored.id);
  records.value = [...others, stored];
}

function signalOf(noun: Noun): Signal<readonly Stored[] | null> {
  const known = kept.get(noun);
  if (known) return known;
  const made = signal<readonly Stored[] | null>(null);
  kept.set(noun, made);
  return made;
}

export interface ChannelCard {
  readonly kind: string;
  readonly schema: JsonMap;
  readonly capabilities: JsonMap;
  /** Whether its provider calls us. */
  readonly hooked: boolean;
}

const channelCards = signal<readonly ChannelCard[] | null>(null);

/** The kinds of channels that an inbox may be of, with the schema of their settings. */
export function channels(): readonly ChannelCard[] {
  if (channelCards.peek() === null) {
    channelCards.value = [];
    api<{ items: readonly ChannelCard[] }>("/admin/channels").then(
      (answer) => {
        channelCards.value = answer.items;
      },
      () => {},
    );
  }
  return channelCards.value ?? [];
}

/** Whether the channel of that kind can do what the name says (contactcenter/ports/channel.py: Capabilities). */
export function can(kind: Json | undefined, capability: "live" | "letters"): boolean {
  return channels().find((one) => one.kind === kind)?.capabilities[capability] === true;
}

/** Whether the provider of that kind of channel calls an address of ours. */
export function isHooked(kind: Json | undefined): boolean {
  return channels().some((one) => one.kind === kind && one.hooked);
}

/** `{"$ref": "#/$defs/Settings", ...}` followed to the schema it names. */
export function resolved(schema: JsonMap, root: JsonMap = schema): JsonMap {
  const ref = schema.$ref;
  if (typeof ref !== "string") return schema;
  let at: Json = root;
  for (const step of ref.replace(/^#\//, "").split("/")) at = isMap(at) ? (at[step] ?? {}) : {};
  return isMap(at) ? at : {};
}
