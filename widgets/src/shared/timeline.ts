// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { type Signal, signal } from "@preact/signals";

/** What both views of an entry, the contact's and staff's, have in common. */
export interface Placed {
  readonly seq: number;
  readonly external_id: string;
  /** RFC 3339, UTC: where the entry is shown. */
  readonly placed_at: string;
}

export interface Frame<E extends Placed> {
  /** seq of the entry before this one that this reader may see. */
  readonly after: number;
  readonly seq: number;
  readonly entry: E;
}

export interface Timeline<E extends Placed> {
  /** In the order shown: (placed_at, seq). */
  readonly entries: Signal<readonly E[]>;
  /** seq of the last entry applied; 0 before the first. */
  readonly applied: () => number;
  readonly apply: (frame: Frame<E>) => void;
  /** Fetches everything after `applied`: after a reconnection, or on request. */
  readonly catchUp: () => Promise<void>;
}

/**
 * The entries of one conversation as this reader has them. A frame that does not follow the last one applied
 * shows a gap, and the gap is fetched: nothing is missed, nothing shown twice, whatever the connection did.
 * `fetchAfter` returns the frames after a seq, oldest first, and may return them in pages (`more`).
 */
export function createTimeline<E extends Placed>(
  fetchAfter: (seq: number) => Promise<{ frames: readonly Frame<E>[]; more: boolean }>,
): Timeline<E> {
  const entries = signal<readonly E[]>([]);
  let applied = 0;
  let fetching: Promise<void> | null = null;

  function take(frames: readonly Frame<E>[]): void {
    const fresh = frames.filter((frame) => frame.seq > applied);
    if (fresh.length === 0) return;
    applied = Math.max(...fresh.map((frame) => frame.seq));
    entries.value = [...entries.value, ...fresh.map((frame) => frame.entry)].sort(inShownOrder);
  }

  async function fetchAll(): Promise<void> {
    for (let more = true; more; ) {
      const page = await fetchAfter(applied);
      take(page.frames);
      more = page.more && page.frames.length > 0;
    }
  }

  function catchUp(): Promise<void> {
    fetching ??= fetchAll().finally(() => {
      fetching = null;
    });
    return fetching;
  }

  return {
    entries,
    applied: () => applied,
    catchUp,
    apply(frame) {
      if (frame.seq <= applied) return;
      if (frame.after === applied && !fetching) take([frame]);
      else void catchUpPast(frame.seq).catch(() => {}); // the next frame or reconnection asks again
    },
  };

  // A fetch under way may have read the store before this frame's entry was in it.
  async function catchUpPast(seq: number): Promise<void> {
    await catchUp();
    if (applied < seq) await catchUp();
  }
}

export function inShownOrder(a: Placed, b: Placed): number {
  return Date.parse(a.placed_at) - Date.parse(b.placed_at) || a.seq - b.seq;
}
