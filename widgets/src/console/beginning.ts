import { centre, nameIn } from "./session";

/** How a conversation begins: with an e-mail to somebody, or with what took place elsewhere and is only logged. */
export const WAYS = ["email", "call", "letter", "visit"] as const;
export type Way = (typeof WAYS)[number];

type InboxCard = { readonly id: string; readonly channel: string; readonly active: boolean };

/** Inboxes that something may begin in: e-mail leaves through an active one, what is only logged lies in any. */
export function inboxesFor<T extends InboxCard>(way: Way, inboxes: readonly T[]): readonly T[] {
  const active = inboxes.filter((one) => one.active);
  const letters = active.filter((one) => one.channel === "email");
  if (way === "email") return letters;
  const others = (active.length > 0 ? active : inboxes).filter((one) => !letters.includes(one));
  return [...letters, ...others];
}

export function inboxChoices(way: Way): readonly { value: string; label: string }[] {
  return inboxesFor(way, centre.value?.inboxes ?? []).map((one) => ({
    value: one.id,
    label: nameIn(one, one.id),
  }));
}
