import { effect, signal } from "@preact/signals";
import { close, open, openConversation } from "./open";

export type View = "mine" | "queues" | "all" | "search";

const VIEWS: readonly string[] = ["mine", "queues", "all", "search"];

/** Which list is shown. With the open conversation it stands in the address, so that a reload keeps both. */
export const view = signal<View>("mine");

/** Takes both from the address, now and when a link or the reader changes it; else keeps the address right. */
export function keepPlace(): () => void {
  takePlace(location.hash);
  const follow = (event: HashChangeEvent): void => takePlace(new URL(event.newURL).hash);
  addEventListener("hashchange", follow);
  const stop = effect(() => {
    const id = open.value?.id;
    history.replaceState(null, "", `#${view.value}${id ? `/${id}` : ""}`);
  });
  return () => {
    removeEventListener("hashchange", follow);
    stop();
  };
}

function takePlace(hash: string): void {
  const [, wanted = "", id = ""] = /^#(\w+)(?:\/([\w-]+))?$/.exec(hash) ?? [];
  if (VIEWS.includes(wanted)) view.value = wanted as View;
  if (id) openConversation(id);
}

export function showView(next: View): void {
  view.value = next;
}

export function backToList(): void {
  close();
}
