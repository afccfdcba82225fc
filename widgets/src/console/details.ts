import { signal } from "@preact/signals";
import { api } from "./session";
import type { Details, Entry } from "./types";

/** What is known around the open conversation: its contact, links, why it is here. */
export const details = signal<Details | null>(null);

/** Whether the panel is shown over the conversation, where there is no room beside it. */
export const panelIsOver = signal(false);

const SOON_MS = 300;
const CONCERNING = new Set(["queued", "offer", "assignment", "link", "fact", "participant", "state"]);
let wanted: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

export async function loadDetails(id: string): Promise<void> {
  wanted = id;
  const found = await api<Details>(`/conversations/${id}`);
  if (wanted === id) details.value = found;
}

export function forgetDetails(): void {
  wanted = null;
  clearTimeout(timer);
  details.value = null;
  panelIsOver.value = false;
}

/** Several entries come together: one look answers them all. */
export function detailsMayHaveChanged(id: string, entries: readonly Entry[]): void {
  if (!entries.some((entry) => CONCERNING.has(entry.kind))) return;
  clearTimeout(timer);
  timer = setTimeout(() => void loadDetails(id).catch(() => {}), SOON_MS);
}
