import type { Entry } from "./types";

export const MARKS = [
  "failed",
  "bounced",
  "deferred",
  "sending",
  "queued",
  "sent",
  "delivered",
  "seen",
] as const;
export type Mark = (typeof MARKS)[number];

/** What became of a message, in the words of the server that said so. */
export interface Delivery {
  readonly mark: Mark;
  readonly error: string;
  /** Nothing is to come any more, or the agent must act. */
  readonly isLost: boolean;
}

/** After two days it is given up (the outbox), and every attempt is written down: without one, it never waited here. */
const TRIED_FOR_MS = 3 * 24 * 60 * 60 * 1000;

/** What is known of each message of ours, by its seq. One that goes to several is as far as the one that is last. */
export function deliveriesOf(entries: readonly Entry[]): ReadonlyMap<number, Delivery> {
  const last = new Map<string, Entry>();
  for (const entry of entries) if (entry.kind === "delivery") last.set(wayOf(entry), entry);
  const found = new Map<number, Delivery>();
  for (const { body } of last.values()) {
    const mark = MARKS.find((one) => one === body.state);
    const seq = body.message_seq ?? 0;
    const known = found.get(seq);
    if (mark && (!known || MARKS.indexOf(mark) < MARKS.indexOf(known.mark)))
      found.set(seq, { mark, error: body.error ?? "", isLost: mark === "failed" || mark === "bounced" });
  }
  return found;
}

/** Messages that go to several people are delivered on ways of their own: `delivery:WAY:ATTEMPT:STATE`. */
function wayOf({ id, body }: Entry): string {
  return `${body.message_seq}/${/^delivery:([\w-]+):/.exec(id)?.[1] ?? ""}`;
}

/** What is shown where nothing was told: a letter waits for its first attempt, anything else is where it belongs. */
export function untold(entry: Entry, isLetter: boolean, now: number = Date.now()): Delivery {
  const waits = isLetter && now - Date.parse(entry.received_at) < TRIED_FOR_MS;
  return { mark: waits ? "queued" : "sent", error: "", isLost: false };
}
