import { Problem, problemFrom } from "../shared/api";
import type { Entry, Head, Participant } from "./types";

export type Form = "whole" | "html" | "raw";

/** Where one form of a letter is read. */
export function originalUrl({ conversation, seq }: Entry, form: Form, withImages = false): string {
  return `/api/v1/conversations/${conversation}/messages/${seq}/original?form=${form}${withImages ? "&images=1" : ""}`;
}

/** The text of a letter with all that it quotes. */
export async function wholeText(entry: Entry): Promise<string> {
  const response = await fetch(originalUrl(entry, "whole"), { credentials: "same-origin" }).catch(
    (reason) => {
      throw new Problem(0, "unreachable", String(reason));
    },
  );
  const text = await response.text();
  if (!response.ok) throw problemFrom(response.status, text, response.headers.get("Retry-After"));
  return text;
}

const PREFIX = /^(?:\p{L}{1,12}(?:\s?[[(]\d{1,3}[\])])?\s?[:\uff1a]\s*|\[[^\]]{0,40}\]\s*)+/u;
const TAG = /\s*\[#?[^\]]{0,40}\]\s*$/;

/** The subject of a letter where it says something else than the conversation's; "Re:" and our reference do not. */
export function ownSubject(subject: string | null | undefined, of: Head): string | null {
  const bare = bareSubject(subject ?? "");
  return bare === "" || bare === bareSubject(of.subject) ? null : (subject ?? null);
}

function bareSubject(subject: string): string {
  const cut = subject.trim().replace(TAG, "");
  return (cut.replace(PREFIX, "") || cut).trim().toLocaleLowerCase();
}

/** Whether messages of the conversation are letters: its contact wrote one. */
export function isByLetter(entries: readonly Entry[]): boolean {
  return entries.some((entry) => entry.body.original != null);
}

/** Whether what is written goes out as letters: its contact wrote one, or has nothing but an address. */
export function goesByLetter(head: Head, entries: readonly Entry[]): boolean {
  const ways = head.participants.flatMap((one) =>
    one.role === "contact" && one.identity ? [one.identity.kind] : [],
  );
  return isByLetter(entries) || (ways.length > 0 && ways.every((kind) => kind === "email"));
}

export interface Recipients {
  readonly to: readonly string[];
  readonly copies: readonly string[];
}

/** Who a reply goes to: the contact at every address it wrote from, and whoever was addressed besides. */
export function recipientsOf(head: Head): Recipients {
  const addresses = (role: Participant["role"]): string[] =>
    head.participants.flatMap((one) => (one.role === role && one.identity ? [one.identity.address] : []));
  return { to: addresses("contact"), copies: addresses("copied") };
}
