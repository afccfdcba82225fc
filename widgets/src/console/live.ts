import { signal } from "@preact/signals";
import { type Connection, connect, type Road } from "../shared/connection";
import { lookAtInboxes } from "../shared/inboxStates";
import { applyList, endOffer, type ListEvent, loadAll, replaceLists, takeOffer } from "./lists";
import { catchUpOpen, follow, followed, takeEntries, takeHead, takeTyping } from "./open";
import { takeOwnPresence } from "./PresenceSwitch";
import { outbox } from "./sending";
import { api, may, me, refreshCentre } from "./session";
import type { Entry, Head, Presence } from "./types";

export const presences = signal<ReadonlyMap<string, Presence>>(new Map());
let connection: Connection | null = null;

const WATCHES = ["mine", "queues", "presence"] as const;

/** Goes live and stays so; every (re)connection fetches what was missed. */
export function goLive(): Connection {
  connection ??= connect({
    api,
    auth: async () => ({
      ticket: (await api<{ ticket: string }>("/socket-ticket", { method: "POST", body: {} })).ticket,
    }),
    follows: followed,
    watches: WATCHES,
    onEvent: take,
    onConnected: () => void resync().catch(() => {}),
    onSignedOut: goOffline,
  });
  return connection;
}

/** Signed out, here or elsewhere: the page asks to sign in. */
export function goOffline(): void {
  connection?.close();
  connection = null;
  me.value = null;
}

/** How the page is in touch; reading it in a component subscribes to it. */
export function road(): Road {
  return me.value ? goLive().road.value : "none";
}

/** After sleep a socket may look open and be dead: ask at once when the page is looked at again. */
export function resyncOnFocus(): () => void {
  const look = (): void => {
    if (document.visibilityState === "visible") void resync().catch(() => {});
  };
  document.addEventListener("visibilitychange", look);
  return () => document.removeEventListener("visibilitychange", look);
}

async function resync(): Promise<void> {
  outbox().wake();
  void refreshCentre().catch(() => {});
  void loadAll().catch(() => {});
  if (may("records.read")) void lookAtInboxes(api);
  await Promise.all([watch(), catchUpOpen()]);
}

async function watch(): Promise<void> {
  if (connection?.road.value !== "socket") return; // the long poll brings the lists itself
  const answer = await connection.emit<{ mine: Head[]; queues: Head[]; presence: Presence[] }>("watch", {
    views: WATCHES,
  });
  replaceLists(answer);
  presences.value = new Map(answer.presence.map((one) => [one.agent_id, one]));
  await follow();
}

/** Says something over the socket; rejects where there is none. */
export function say<T>(event: string, body: unknown): Promise<T> {
  return goLive().emit<T>(event, body);
}

/** Says what may be lost: over the socket, else by HTTP. */
export function nudge(
  event: "typing" | "read",
  conversation: string,
  body: Readonly<Record<string, unknown>> = {},
): void {
  const other = (): Promise<unknown> =>
    api(`/conversations/${conversation}/${event}`, { method: "POST", body });
  const sent = road() === "socket" ? say(event, { conversation, ...body }) : other();
  void sent.catch(() => {});
}

function takeList(event: ListEvent): void {
  applyList(event);
  for (const head of event.changed) takeHead(head);
}

function take(event: string, body: unknown): void {
  if (event === "list") takeList(body as ListEvent);
  else if (event === "offer") takeOffer((body as { head: Head }).head);
  else if (event === "offer_ended") endOffer(body as { conversation: string; offer_id: string });
  else if (event === "entries") takeEntries(body as { conversation: string; entries: Entry[]; head: Head });
  else if (event === "head") takeHead((body as { head: Head }).head);
  else if (event === "typing") takeTyping(body as { conversation: string; author: { name: string } });
  else if (event === "alert" && (body as { kind: string }).kind === "inbox") void lookAtInboxes(api);
  else if (event === "presence") {
    const one = body as Presence;
    if (one.agent_id === me.value?.agent.id) takeOwnPresence(one);
    presences.value = new Map(presences.value).set(one.agent_id, one);
  }
}
