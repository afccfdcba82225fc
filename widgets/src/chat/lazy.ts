// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { signal } from "@preact/signals";

export type Talk = typeof import("./talk");

/** The part of the widget that talks; null until it is needed. */
export const talk = signal<Talk | null>(null);

export async function loadTalk(): Promise<Talk> {
  talk.value ??= await import("./talk");
  return talk.value;
}
