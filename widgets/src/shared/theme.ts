// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { attempt } from "./attempt";

export type Theme = "auto" | "light" | "dark";

const KEY = "contactcenter.theme";

export function storedTheme(): Theme {
  const stored = attempt(() => localStorage.getItem(KEY));
  return stored === "light" || stored === "dark" ? stored : "auto";
}

/** Shows the page in `theme` and, with `remember`, again next time. `auto` follows the device. */
export function applyTheme(theme: Theme, remember = false): void {
  const root = document.documentElement;
  if (theme === "auto") root.removeAttribute("data-theme");
  else root.dataset.theme = theme;
  if (remember) attempt(() => localStorage.setItem(KEY, theme));
}
