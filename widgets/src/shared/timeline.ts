// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { type Signal, signal } from "@preact/signals";

/** What every entry has, whoever reads it (docs/protocol.md, Entry). */
export interface Placed {
  readonly seq: number;
  /** seq of the entry before this one that this reader may see. */
  readonly after: number;
  /** The external id. */
  readonly id: string;
  /** RFC 3339, UTC: where the entry is shown. */
  readonly placed_at: string;
}

export interface Timeline<E extends Placed> {
  /** In the order shown: (placed_at, seq). */
  readonly entries: Signal<readonly E[]>;
  /** seq of the last entry applied; 0 before the first. */
  readonly applied: () => number;
  /** Takes what a live connection brought. */
  readonly apply: (entries: readonly E[]) => void;
  /** Fetches everything after `applied`: after a reconnection, or on request. */
  readonly catchUp: () => Promise<void>;
}

/**
 * The entries of one conversation as this reader has them. An entry that does not follow the last one applied
 * shows a gap, and the gap is fetched: nothing is missed, nothing shown twice, whatever the connection did.
 * `fetchAfter` returns entries after a seq, oldest first, an empty page when there are none.
 */
export function createTimeline<E extends Placed>(
  fetchAfter: (seq: number) => Promise<readonly E[]>,
): Timeline<E> {
  const entries = signal<readonly E[]>([]);
  let applied = 0;
  let fetching: Promise<void> | null = null;

  /** Those of `batch` that follow without a gap. True if all do. */
  function take(batch: readonly E[]): boolean {
    const fresh: E[] = [];
    for (const entry of batch) {
      if (entry.seq <= applied) continue;
      if (entry.after !== applied) break;
      applied = entry.seq;
      fresh.push(entry);
    }
    if (fresh.length > 0) entries.value = [...entries.value, ...fresh].sort(inShownOrder);
    return applied >= (batch.at(-1)?.seq ?? 0);
  }

  async function fetchAll(): Promise<void> {
    for (let before = -1; before !== applied; ) {
      before = applied;
      take(await fetchAfter(applied));
    }
  }

  function catchUp(): Promise<void> {
    fetching ??= fetchAll().finally(() => {
      fetching = null;
    });
    return fetching;
  }

  // A fetch under way may have read the store before this entry was in it: then once more.
  async function catchUpTo(seq: number): Promise<void> {
    await catchUp();
    if (applied < seq) await catchUp();
  }

  return {
    entries,
    applied: () => applied,
    catchUp,
    apply(batch) {
      if (take(batch)) return;
      void catchUpTo(batch.at(-1)?.seq ?? 0).catch(() => {}); // the next entry or reconnection asks again
    },
  };
}

export function inShownOrder(a: Placed, b: Placed): number {
  return Date.parse(a.placed_at) - Date.parse(b.placed_at) || a.seq - b.seq;
}
