// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { signal } from "@preact/signals";
import { attempt } from "../shared/attempt";
import { locale } from "../shared/i18n";
import { createOutbox, type Outgoing } from "../shared/outbox";
import { uuid7 } from "../shared/uuid7";
import { keepPlace, putHead, say, startListening, timelineOf } from "./desk";
import { outboxKeep, remembered, startKeeping } from "./memory";
import { current, heads } from "./state";
import type { ContactHead, StoredFile } from "./values";
import { api, visitorToken } from "./visitor";

/** A message on its way. `draft` names a conversation that the server has not made yet. */
export interface Draft {
  readonly conversation: string | null;
  readonly draft: string;
  readonly text: string;
  readonly attachments: readonly StoredFile[];
}

interface Ack {
  readonly id: string;
  readonly seq: number;
  readonly conversation: string;
}

/** Acknowledged and not yet seen in the timeline: shown as sent until its entry arrives. */
export const acknowledged = signal<readonly Outgoing<Draft>[]>([]);
/** Where the messages of a draft went. */
const begun = new Map<string, string>();
let draft = uuid7();

export const outbox = createOutbox<Draft>(
  deliver,
  outboxKeep,
  (text) => attempt(() => JSON.parse(text ?? "[]")) ?? [],
);

export function send(text: string, attachments: readonly StoredFile[]): void {
  startKeeping();
  keepPlace();
  outbox.add({ conversation: current.value, draft, text, attachments });
}

/** The next message begins another conversation. */
export function beginAnother(): void {
  draft = uuid7();
  current.value = null;
  keepPlace();
}

/** Whether a message belongs to the conversation on screen. */
export function isShown(message: Draft): boolean {
  const conversation = message.conversation ?? begun.get(message.draft) ?? null;
  return conversation === current.value && (conversation !== null || message.draft === draft);
}

async function deliver(item: Outgoing<Draft>): Promise<void> {
  await visitorToken();
  startListening();
  const { text, attachments } = item.body;
  const conversation = item.body.conversation ?? begun.get(item.body.draft) ?? null;
  const body = {
    external_id: item.external_id,
    conversation,
    text,
    attachments,
    language: remembered().language ?? locale.value.tag,
  };
  const ack = await say<Ack>("message.send", body, "/visitor/messages");
  acknowledged.value = [...acknowledged.value.slice(-20), item];
  begun.set(item.body.draft, ack.conversation);
  outbox.amend((other) =>
    other.draft === item.body.draft ? { ...other, conversation: ack.conversation } : other,
  );
  if (current.value === null && item.body.draft === draft) current.value = ack.conversation;
  setTimeout(() => void seen(ack), 400); // its entry is usually there by then
}

async function seen({ conversation, seq }: Ack): Promise<void> {
  const timeline = timelineOf(conversation);
  if (timeline.applied() < seq) await timeline.catchUp().catch(() => {});
  const chosen = remembered().language; // chosen before there was a conversation to tell
  const head = heads.value.find((one) => one.id === conversation);
  if (chosen && head && seq === 1 && head.language !== chosen)
    await act(conversation, "language", { language: chosen });
}

/** Feedback, rating, language, end: each answers the new head. */
export async function act(conversation: string, verb: string, body: object): Promise<void> {
  const path = `/visitor/conversations/${conversation}/${verb}`;
  putHead((await api<{ head: ContactHead }>(path, { method: "POST", body })).head);
}

/** The verdict on an automatic answer; `person` hands over. */
export function giveFeedback(
  conversation: string,
  answer: string,
  verdict: "helped" | "did_not_help" | "person",
): Promise<void> {
  return act(conversation, "feedback", { external_id: uuid7(), verdict, answer });
}
