// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { signal } from "@preact/signals";
import { inboxId } from "./host";
import type { WidgetConfig } from "./values";
import { api } from "./visitor";

/** What the inbox says of itself; null until it has, or if it is unknown. */
export const config = signal<WidgetConfig | null>(null);

export async function loadConfig(language: string): Promise<void> {
  const query = { language };
  config.value = await api<WidgetConfig>(`/widget/${encodeURIComponent(inboxId)}`, { query }).catch(
    () => null,
  );
}
