// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { computed, effect } from "@preact/signals";
import { Problem } from "../shared/api";
import { type Connection, connect } from "../shared/connection";
import { createTimeline, type Timeline } from "../shared/timeline";
import { tellHost } from "./host";
import { forget, remembered } from "./memory";
import { current, currentHead, heads, isListShown, isOnline, isOpen, typing } from "./state";
import type { ContactHead, Entry } from "./values";
import { api, visitorToken } from "./visitor";

let connection: Connection | null = null;
let hasChosen = false; // what is on screen was chosen once; from then on it is the contact's choice
let wasOnline = false; // the first connection is no reconnection: nothing to tell
const timelines = new Map<string, Timeline<Entry>>();
const TYPING_SHOWN_MS = 6000;
let typingTimer: ReturnType<typeof setTimeout> | undefined;

export function timelineOf(id: string): Timeline<Entry> {
  const known = timelines.get(id);
  if (known) return known;
  const made = createTimeline<Entry>(async (after) => {
    const page = await api<{ items: Entry[]; head: ContactHead }>(`/visitor/conversations/${id}/entries`, {
      query: { after, limit: 100 },
    });
    putHead(page.head);
    return page.items;
  });
  timelines.set(id, made);
  return made;
}

export function putHead(head: ContactHead): void {
  const known = heads.value.find((one) => one.id === head.id);
  const read = Math.max(head.read_up_to.contact, known?.read_up_to.contact ?? 0); // ours may be on its way still
  const fresh = { ...head, read_up_to: { ...head.read_up_to, contact: read } };
  heads.value = [fresh, ...heads.value.filter((one) => one.id !== head.id)].sort((a, b) =>
    b.last_at.localeCompare(a.last_at),
  );
}

/** Connects once there is a token; before the first message there is none, and nothing to hear. */
export function startListening(): void {
  if (connection || !remembered().token) return;
  const made = connect({
    api,
    auth: async () => ({ token: await visitorToken() }),
    follows: () => Object.fromEntries([...timelines].map(([id, timeline]) => [id, timeline.applied()])),
    onEvent: take,
    onConnected: () => void catchUp(),
    onSignedOut: signOut,
  });
  connection = made;
  effect(() => {
    isOnline.value = connection !== made || made.road.value !== "none" || !wasOnline;
    wasOnline ||= made.road.value !== "none";
  });
}

/** The token is no longer good: begin as somebody new. */
export function signOut(): void {
  connection?.close();
  connection = null;
  wasOnline = false;
  timelines.clear();
  heads.value = [];
  current.value = null;
  forget();
}

export async function loadHeads(): Promise<void> {
  heads.value = (await api<{ items: ContactHead[] }>("/visitor/conversations")).items;
  if (!hasChosen && current.value === null) chooseFirst();
}

/** The contact has begun something here: what arrives late must not take it off the screen. */
export function keepPlace(): void {
  hasChosen = true;
}

/** A contact who comes back finds the one conversation that goes on, else the list. */
function chooseFirst(): void {
  const going = heads.value.filter((head) => head.state !== "resolved");
  hasChosen = heads.value.length > 0;
  current.value = going.length === 1 ? (going[0]?.id ?? null) : null;
  isListShown.value = hasChosen && current.value === null;
}

async function catchUp(): Promise<void> {
  try {
    await loadHeads();
    await Promise.all([...timelines.values()].map((timeline) => timeline.catchUp()));
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) signOut();
  }
}

function take(event: string, body: unknown): void {
  if (event === "entries") {
    const { conversation, entries, head } = body as {
      conversation: string;
      entries: Entry[];
      head: ContactHead;
    };
    putHead(head);
    timelineOf(conversation).apply(entries);
    if (typing.value?.conversation === conversation) typing.value = null;
  } else if (event === "head") putHead((body as { head: ContactHead }).head);
  else if (event === "typing") showTyping(body as { conversation: string; author: { name: string } });
}

function showTyping({ conversation, author }: { conversation: string; author: { name: string } }): void {
  clearTimeout(typingTimer);
  typing.value = { conversation, name: author.name };
  typingTimer = setTimeout(() => {
    typing.value = null;
  }, TYPING_SHOWN_MS);
}

/** Over the socket where there is one, else by POST. */
export async function say<T>(event: string, body: unknown, path: string, posted: unknown = body): Promise<T> {
  if (connection?.road.value === "socket") return connection.emit<T>(event, body);
  return api<T>(path, { method: "POST", body: posted });
}

let lastTypingAt = 0;

export function tellTyping(): void {
  const conversation = current.value;
  if (!conversation || Date.now() - lastTypingAt < 3000) return;
  lastTypingAt = Date.now();
  say("typing", { conversation }, `/visitor/conversations/${conversation}/typing`, {}).catch(() => {});
}

const unread = computed(() => heads.value.filter((head) => head.seq > head.read_up_to.contact).length);
effect(() => tellHost({ type: "unread", count: unread.value }));

/** What is on screen has been read. */
export function markRead(): void {
  const head = currentHead.value;
  if (!head || !isOpen.value || document.hidden || head.seq <= head.read_up_to.contact) return;
  putHead({ ...head, read_up_to: { ...head.read_up_to, contact: head.seq } });
  const { id, seq } = head;
  say("read", { conversation: id, seq }, `/visitor/conversations/${id}/read`, { seq }).catch(() => {});
}
