import { api } from "./session";
import type { Head } from "./types";

interface Hit {
  readonly conversation_id: string | null;
  readonly snippet: string;
  readonly head: Head | null;
  readonly contact: { readonly id: string; readonly name: string } | null;
}

/** Conversations found, best first, each once, with the words found as their preview; a contact found brings theirs. */
export async function searchHeads(query: string, signal?: AbortSignal): Promise<readonly Head[]> {
  const { items } = await api<{ items: Hit[] }>("/search", {
    query: { q: query.slice(0, 200) },
    ...(signal ? { signal } : {}),
  });
  const found = new Map<string, Head>();
  for (const hit of items) {
    if (hit.head && !found.has(hit.head.id))
      found.set(hit.head.id, { ...hit.head, preview: hit.snippet || hit.head.preview });
  }
  const contacts = items.flatMap((hit) => (!hit.head && hit.contact ? [hit.contact.id] : [])).slice(0, 5);
  const theirs = await Promise.all(
    contacts.map((contact) => api<{ items: Head[] }>("/conversations", { query: { contact, limit: 10 } })),
  );
  for (const head of theirs.flatMap((page) => page.items)) if (!found.has(head.id)) found.set(head.id, head);
  return [...found.values()];
}
