import { signal } from "@preact/signals";
import { createTimeline, type Timeline } from "../shared/timeline";
import { detailsMayHaveChanged, forgetDetails, loadDetails } from "./details";
import { refreshHead } from "./lists";
import { say } from "./live";
import type { Draft } from "./sending";
import { api, me } from "./session";
import type { Ack, Entry, Head } from "./types";

/** The conversation on the screen. */
export interface Open {
  readonly id: string;
  readonly timeline: Timeline<Entry>;
}

export const open = signal<Open | null>(null);
export const openHead = signal<Head | null>(null);
/** Who is typing in the open conversation, until the time given. */
export const typing = signal<{ readonly name: string; readonly until: number } | null>(null);

const TYPING_SHOWN_MS = 6000;

export function openConversation(id: string): void {
  if (open.value?.id === id) return;
  close();
  const timeline = createTimeline<Entry>(async (after) => {
    const page = await api<{ items: Entry[]; head: Head }>(`/conversations/${id}/entries`, {
      query: { after, limit: 100 },
    });
    takeHead(page.head);
    return page.items;
  });
  open.value = { id, timeline };
  void follow().catch(() => {});
  void timeline.catchUp().catch(() => {});
  void loadDetails(id).catch(() => {});
}

export function close(): void {
  const before = open.value;
  if (before) void say("unfollow", { conversation: before.id }).catch(() => {});
  open.value = null;
  openHead.value = null;
  forgetDetails();
  typing.value = null;
}

/** What the long poll asks about. */
export function followed(): Readonly<Record<string, number>> {
  return open.value ? { [open.value.id]: open.value.timeline.applied() } : {};
}

export async function follow(): Promise<void> {
  const now = open.value;
  if (!now) return;
  const answer = await say<{ head: Head; entries: Entry[]; more: boolean }>("follow", {
    conversation: now.id,
    after: now.timeline.applied(),
  });
  takeEntries({ conversation: now.id, ...answer });
  if (answer.more) await now.timeline.catchUp();
}

export async function catchUpOpen(): Promise<void> {
  await open.value?.timeline.catchUp();
}

export function takeEntries(change: { conversation: string; entries: readonly Entry[]; head: Head }): void {
  takeHead(change.head);
  if (open.value?.id !== change.conversation) return;
  if (change.entries.some((entry) => entry.kind === "message")) typing.value = null;
  open.value.timeline.apply(change.entries);
  detailsMayHaveChanged(change.conversation, change.entries);
}

/** What this page sent itself: the acknowledgement stands for the event, which does not come. */
export function takeSent(ack: Ack, { conversation, text, attachments, note }: Draft): void {
  const agent = me.value?.agent;
  if (open.value?.id !== conversation || !agent) return;
  const entry: Entry = {
    conversation,
    seq: ack.seq,
    after: ack.after,
    kind: note ? "note" : "message",
    audience: note ? "staff" : "contact",
    author: { kind: "agent", id: agent.id, name: agent.name },
    id: ack.id,
    received_at: ack.received_at,
    placed_at: ack.received_at,
    body: { text, attachments },
  };
  open.value.timeline.apply([entry]);
}

export function takeHead(head: Head): void {
  refreshHead(head);
  if (open.value?.id === head.id && (openHead.value?.version ?? -1) <= head.version) openHead.value = head;
}

export function takeTyping(event: { conversation: string; author: { name: string } }): void {
  if (open.value?.id !== event.conversation) return;
  typing.value = { name: event.author.name, until: Date.now() + TYPING_SHOWN_MS };
  setTimeout(() => {
    if (typing.value && typing.value.until <= Date.now()) typing.value = null;
  }, TYPING_SHOWN_MS + 50);
}

/** Does something to a conversation and shows the head that comes back. */
export async function act(id: string, verb: string, body: unknown = {}): Promise<Head> {
  const answer = await api<{ head: Head }>(`/conversations/${id}/${verb}`, { method: "POST", body });
  takeHead(answer.head);
  return answer.head;
}
