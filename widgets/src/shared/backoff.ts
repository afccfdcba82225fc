// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT

const FIRST_MS = 400;
const LONGEST_MS = 15_000;

/** Wait before attempt `attempts` + 1, with jitter: pages cut off together must not return together. */
export function backoffMs(attempts: number, random: number = Math.random()): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** attempts) * (0.5 + random / 2);
}
