import { signal } from "@preact/signals";
import type { Entry } from "./types";

/** The dialog that is open, of those that a key may open too. */
export const dialog = signal<"transfer" | "keys" | "begin" | "ask" | "forward" | "knowledge" | null>(null);
/** The message that the dialog "forward" is about. */
export const forwarded = signal<Entry | null>(null);
