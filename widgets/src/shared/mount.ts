// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { type ComponentChild, render } from "preact";
import { loadLocale } from "./i18n";
import { applyTheme, storedTheme } from "./theme";
import "./theme.css";

/** Shows `page` in the reader's language and theme. `wanted` = languages, most wanted first. */
export async function mount(page: () => ComponentChild, wanted?: readonly string[]): Promise<void> {
  applyTheme(storedTheme());
  await loadLocale(wanted);
  const root = document.getElementById("app");
  if (root) render(page(), root);
}
