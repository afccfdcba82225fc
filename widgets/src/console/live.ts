import { signal } from "@preact/signals";
import { type Connection, connect } from "../shared/connection";
import { applyList, type ListEvent, loadAll, replaceLists } from "./lists";
import { catchUpOpen, follow, followed, takeEntries, takeHead, takeTyping } from "./open";
import { api, me, refreshCentre } from "./session";
import type { Entry, Head, Presence } from "./types";

export const presences = signal<ReadonlyMap<string, Presence>>(new Map());
let connection: Connection | null = null;

const WATCHES = ["mine", "queues", "presence"] as const;

/** Goes live and stays so; every (re)connection fetches what was missed. */
export function goLive(): Connection {
  connection ??= connect({
    api,
    auth: async () => ({ ticket: (await api<{ ticket: string }>("/socket-ticket", { method: "POST", body: {} })).ticket }),
    follows: followed,
    watches: WATCHES,
    onEvent: take,
    onConnected: () => void resync().catch(() => {}),
    onSignedOut: () => {
      me.value = null;
    },
  });
  return connection;
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
  void refreshCentre().catch(() => {});
  void loadAll().catch(() => {});
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

export function emit<T>(event: string, body: unknown): Promise<T> {
  return goLive().emit<T>(event, body);
}

function take(event: string, body: unknown): void {
  if (event === "list") applyList(body as ListEvent);
  else if (event === "entries") takeEntries(body as { conversation: string; entries: Entry[]; head: Head });
  else if (event === "head") takeHead((body as { head: Head }).head);
  else if (event === "typing") takeTyping(body as { conversation: string; author: { name: string } });
  else if (event === "presence") {
    const one = body as Presence;
    presences.value = new Map(presences.value).set(one.agent_id, one);
  }
}
