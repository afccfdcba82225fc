import { centre } from "./session";
import type { Head } from "./types";

/** What the server takes of anything that staff writes, notes included. */
const MOST_CHARS = 20_000;
const MOST_BYTES = 25 * 2 ** 20;

export interface Limits {
  readonly chars: number;
  readonly bytes: number;
}

/** How long a text and how large a file may be: what the channel of the conversation carries; without one, the most. */
export function limitsOf(head: Head | null): Limits {
  const inbox = head && centre.value?.inboxes.find((one) => one.id === head.inbox_id);
  return {
    chars: Math.min(MOST_CHARS, inbox?.max_text_chars ?? MOST_CHARS),
    bytes: Math.min(MOST_BYTES, inbox?.max_attachment_bytes ?? MOST_BYTES),
  };
}
