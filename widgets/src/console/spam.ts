import { t } from "../shared/i18n";
import { toast } from "../shared/ui/Toast";
import { attemptTo } from "./failing";
import { act, takeHead } from "./open";
import { api, may, me, shownName } from "./session";
import type { Head } from "./types";

export type Block = "address" | "domain";

const TAG = "spam";

export function isSpam(head: Head): boolean {
  return head.tags.includes(TAG);
}

export function mayMarkSpam(head: Head): boolean {
  return !isSpam(head) && mayBeSpam(head) && may("conversations.close");
}

/** Spam that was marked without blocking anybody may still lead to that. */
export function mayBlock(head: Head): boolean {
  return mayBeSpam(head) && may("conversations.close") && may("contacts.block");
}

/** Whoever was asked by us sends no spam. */
function mayBeSpam(head: Head): boolean {
  return head.side_of === null;
}

/** The domain that the contact writes from; null where it has no address. */
export function domainOf(head: Head): string | null {
  const email = head.participants.find((one) => one.role === "contact" && one.identity?.kind === "email");
  return email?.identity?.address.split("@").at(-1)?.toLowerCase() ?? null;
}

/** Out of every queue; the toast takes all of it back. */
export async function markSpam(head: Head, block: Block | null = null): Promise<void> {
  if (!(await attemptTo(() => act(head.id, "spam", { spam: true, block })))) return;
  toast({
    text: t("console.spam.done", { name: shownName(head) }),
    tone: "good",
    action: { label: t("console.undo"), run: () => void attemptTo(() => takeBack(head, block)) },
  });
}

export async function notSpam(head: Head): Promise<void> {
  if (await attemptTo(() => act(head.id, "spam", { spam: false })))
    toast({ text: t("console.spam.not.done", { name: shownName(head) }), tone: "good" });
}

/** As it was before: with whoever had it, and nobody blocked. */
async function takeBack(head: Head, block: Block | null): Promise<void> {
  if (block === "address")
    await api(`/contacts/${head.contact_id}/block`, { method: "POST", body: { blocked: false } });
  if (block === "domain") await unblockDomain(domainOf(head) ?? "");
  if (isSpam(head)) return;
  await act(head.id, "spam", { spam: false });
  if (head.state === "resolved") await act(head.id, "resolve", {});
  else if (head.agent_id === me.value?.agent.id) takeHead(await act(head.id, "take"));
}

/** Only who runs the centre lets a domain in again; others are told so. */
async function unblockDomain(domain: string): Promise<void> {
  if (!may("centre.edit")) {
    toast({ text: t("console.spam.domain_stays", { domain }) });
    return;
  }
  const path = `/admin/blocked-domains/${encodeURIComponent(domain)}`;
  const { version } = await api<{ version: number }>(path);
  await api(path, { method: "DELETE", version });
}
