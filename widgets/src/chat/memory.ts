// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { signal } from "@preact/signals";
import { attempt } from "../shared/attempt";
import { inboxId } from "./host";

/** What the widget remembers of its reader, in the storage of its own origin. */
export interface Remembered {
  readonly token?: string;
  /** Whom the host page said its reader is (`sub` of its signed token). */
  readonly subject?: string;
  readonly language?: string;
  readonly hasAddress?: boolean;
}

const KEY = `contactcenter.${inboxId}`;
const OUTBOX = `${KEY}.outbox`;

let held: Remembered = attempt(() => JSON.parse(localStorage.getItem(KEY) ?? "{}") as Remembered) ?? {};
let isKeeping = held.token !== undefined;

/** The browser keeps nothing: the conversation ends with this page, and its reader is told so. */
export const isMemoryOnly = signal(false);

export const remembered = (): Remembered => held;

export function remember(change: Remembered): void {
  held = { ...held, ...change };
  if (isKeeping) write(KEY, JSON.stringify(held));
}

/** From the first message on things are stored; before it, nothing is. */
export function startKeeping(): void {
  isKeeping = true;
  remember({});
}

export function forget(): void {
  held = {};
  attempt(() => localStorage.removeItem(KEY));
}

export const outboxKeep = {
  load: (): string | null => attempt(() => localStorage.getItem(OUTBOX)),
  save: (text: string): void => write(OUTBOX, text),
};

function write(key: string, text: string): void {
  const done = attempt(() => {
    localStorage.setItem(key, text);
    return true;
  });
  if (!done) isMemoryOnly.value = true;
}
