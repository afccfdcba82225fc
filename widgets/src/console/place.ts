import { effect, signal } from "@preact/signals";
import { close, open, openConversation } from "./open";

export type View = "mine" | "queues" | "all" | "search";

const VIEWS: readonly string[] = ["mine", "queues", "all", "search"];

/** Which list is shown. With the open conversation it stands in the address, so that a reload keeps both. */
export const view = signal<View>("mine");

/** Takes both from the address, then keeps the address right. */
export function keepPlace(): () => void {
  const [, wanted = "", id = ""] = /^#(\w+)(?:\/([\w-]+))?$/.exec(location.hash) ?? [];
  if (VIEWS.includes(wanted)) view.value = wanted as View;
  if (id) openConversation(id);
  return effect(() => {
    const id = open.value?.id;
    history.replaceState(null, "", `#${view.value}${id ? `/${id}` : ""}`);
  });
}

export function showView(next: View): void {
  view.value = next;
}

export function backToList(): void {
  close();
}
