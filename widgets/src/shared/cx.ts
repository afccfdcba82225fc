// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT

/** Class names joined; what is falsy is left out. */
export function cx(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(" ");
}
