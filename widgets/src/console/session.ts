import { signal } from "@preact/signals";
import { loadLocale, locale, type TextKey, t } from "../shared/i18n";
import { createSession } from "../shared/staff/session";
import type { Centre, Me, Named } from "./types";

/** Names of everything; refreshed when the console reconnects. */
export const centre = signal<Centre | null>(null);

export const { api, me, findSession, signIn, signOut, may } = createSession<Me>("/console", async (found) => {
  await loadLocale([found.agent.interface_language, ...navigator.languages]);
  await refreshCentre();
});

export async function refreshCentre(): Promise<void> {
  centre.value = await api<Centre>("/centre");
}

/** The name of a record in the language of the page, else in English, else its id. */
export function nameIn(named: Named | undefined, id: string): string {
  if (!named) return id;
  return named.names?.[locale.value.tag] ?? named.names?.en ?? named.name ?? id;
}

export function agentName(id: string | null | undefined): string {
  const agent = centre.value?.agents.find((one) => one.id === id);
  return agent?.name ?? id ?? "";
}

export function queueName(id: string | null | undefined): string {
  return nameIn(
    centre.value?.queues.find((one) => one.id === id),
    id ?? "",
  );
}

export function inboxName(id: string): string {
  return nameIn(
    centre.value?.inboxes.find((one) => one.id === id),
    id,
  );
}

const CHANNELS: Readonly<Record<string, TextKey>> = {
  chat: "console.channel.chat",
  email: "console.channel.email",
  telegram: "console.channel.telegram",
  webhook: "console.channel.webhook",
  whatsapp: "console.channel.whatsapp",
  wechat: "console.channel.wechat",
  xmpp: "console.channel.xmpp",
  push: "console.channel.push",
  api: "console.channel.api",
};

/** The kind of a channel in words; one that this console does not know shows its own name. */
export function channelName(kind: string): string {
  const key = CHANNELS[kind];
  return key ? t(key) : kind;
}

const FACTS: Readonly<Record<string, TextKey>> = {
  product: "console.fact.product",
  version: "console.fact.version",
  symptom: "console.fact.symptom",
  where: "console.fact.where",
  first_seen: "console.fact.first_seen",
  last_seen: "console.fact.last_seen",
  extent: "console.fact.extent",
  changed: "console.fact.changed",
};

export function factName(key: string): string {
  const words = FACTS[key];
  if (words) return t(words);
  return nameIn(
    centre.value?.fact_keys.find((one) => one.id === key),
    key,
  );
}

const isExtent = (value: string): value is "always" | "sometimes" | "once" =>
  value === "always" || value === "sometimes" || value === "once";

/** The value of a fact; products and symptoms are ids with names. */
export function factValue(key: string, value: string): string {
  if (key === "extent" && isExtent(value)) return t(`notice.choice.${value}`);
  const list = key === "product" ? centre.value?.products : key === "symptom" ? centre.value?.symptoms : null;
  return list
    ? nameIn(
        list.find((one) => one.id === value),
        value,
      )
    : value;
}

/** The contact's name, or words for somebody who has not given one. */
export function shownName(head: { readonly contact_name: string; readonly reference: string }): string {
  return head.contact_name || t("console.contact.unnamed", { reference: head.reference });
}
