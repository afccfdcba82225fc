// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { type Signal, signal } from "@preact/signals";
import { Problem } from "./api";
import { backoffMs } from "./backoff";
import { uuid7 } from "./uuid7";

export interface Outgoing<T> {
  readonly external_id: string;
  readonly body: T;
  readonly queued_at: number;
  /** Refused for good by the server: waits for its author, and holds nothing else up. */
  readonly refused: string | null;
}

export interface Keep {
  readonly load: () => string | null;
  readonly save: (text: string) => void;
}

export interface Outbox<T> {
  readonly items: Signal<readonly Outgoing<T>[]>;
  /** Why sending waits at the moment: the code of the last failure that will pass, else null. */
  readonly held: Signal<string | null>;
  /** Queues `body`; returns the external id it will be stored under. */
  readonly add: (body: T) => string;
  readonly retry: (externalId: string) => void;
  readonly discard: (externalId: string) => void;
  /** Changes what still waits: for instance once the conversation of a first message has its id. */
  readonly amend: (change: (body: T) => T) => void;
  /** Sends at once what is due, for instance after a reconnection. */
  readonly wake: () => void;
}

/**
 * Sends one item at a time in the order of their making, each under the same external id until the server
 * acknowledges it: the server keeps one of them however often it arrives. `keep` survives a reload.
 */
export function createOutbox<T>(
  deliver: (item: Outgoing<T>) => Promise<void>,
  keep: Keep,
  restored: (text: string | null) => readonly Outgoing<T>[],
): Outbox<T> {
  const items = signal(restored(keep.load()));
  const held = signal<string | null>(null);
  let sending = false;
  let attempts = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const put = (next: readonly Outgoing<T>[]): void => {
    items.value = next;
    keep.save(JSON.stringify(next));
  };
  const without = (id: string): readonly Outgoing<T>[] => items.value.filter((i) => i.external_id !== id);
  const change = (id: string, refused: string | null): void =>
    put(items.value.map((item) => (item.external_id === id ? { ...item, refused } : item)));

  async function pump(): Promise<void> {
    clearTimeout(timer);
    const next = items.value.find((item) => item.refused === null);
    if (sending || !next) return;
    sending = true;
    const failure = await deliver(next).then(
      () => null,
      (reason: unknown) => reason,
    );
    sending = false;
    if (failure === null) put(without(next.external_id));
    else if (failure instanceof Problem && !failure.isTransient) change(next.external_id, failure.code);
    else return later(failure);
    attempts = 0;
    held.value = null;
    void pump();
  }

  function later(failure: unknown): void {
    held.value = failure instanceof Problem ? failure.code : "unreachable";
    const asked = failure instanceof Problem ? failure.retryAfterSeconds : null;
    timer = setTimeout(() => void pump(), asked ? asked * 1000 : backoffMs(attempts++));
  }

  void pump();
  return {
    items,
    held,
    add(body) {
      const item = { external_id: uuid7(), body, queued_at: Date.now(), refused: null };
      put([...items.value, item]);
      void pump();
      return item.external_id;
    },
    retry(id) {
      change(id, null);
      void pump();
    },
    discard: (id) => put(without(id)),
    amend: (amended) => put(items.value.map((item) => ({ ...item, body: amended(item.body) }))),
    wake() {
      attempts = 0;
      void pump();
    },
  };
}
