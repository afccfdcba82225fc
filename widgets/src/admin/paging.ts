import { useEffect, useState } from "preact/hooks";
import { attemptTo } from "./failing";
import { api } from "./session";
import type { Page } from "./values";

/** A list that the server gives page by page: what is here, and how to get more. */
export interface Paged<T> {
  /** null until the first page is here. */
  readonly items: readonly T[] | null;
  /** Asks for the next page; null at the end. */
  readonly more: (() => void) | null;
  readonly reload: () => void;
}

export function usePages<T>(path: string): Paged<T> {
  const [items, setItems] = useState<readonly T[] | null>(null);
  const [next, setNext] = useState<string | null>(null);

  async function fetchFrom(cursor: string | null): Promise<void> {
    const page = await api<Page<T>>(path, { query: { cursor, limit: 50 } });
    setItems((before) => (cursor ? [...(before ?? []), ...page.items] : page.items));
    setNext(page.next);
  }
  const fetch = (cursor: string | null): void => void attemptTo(() => fetchFrom(cursor));

  useEffect(() => fetch(null), [path]);
  return { items, more: next ? () => fetch(next) : null, reload: () => fetch(null) };
}
