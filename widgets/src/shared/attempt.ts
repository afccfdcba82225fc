// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT

/** What `read` returns, or null where it throws: storage in a private window, malformed JSON. */
export function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
