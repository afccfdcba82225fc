import { inboxChoices } from "./beginning";
import { mine, queues } from "./lists";
import { may } from "./session";
import type { Head } from "./types";

/** Questions are asked because of a customer's conversation, by those who may write, where e-mail is set up. */
export function mayAsk(head: Head): boolean {
  return head.side_of === null && may("conversations.reply") && inboxChoices("email").length > 0;
}

/** Changes whenever the lists bring news of what is asked because of the conversation. */
export function newsOfSides(id: string): string {
  return [mine.value, queues.value]
    .flatMap((list) => [...list.values()].filter((head) => head.side_of === id))
    .map((head) => `${head.id}:${head.version}`)
    .join();
}
