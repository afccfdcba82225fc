import { signal } from "@preact/signals";

/** The dialog that is open, of those that a key may open too. */
export const dialog = signal<"transfer" | "keys" | "begin" | "ask" | null>(null);
