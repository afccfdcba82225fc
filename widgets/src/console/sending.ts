import { Problem } from "../shared/api";
import { attempt } from "../shared/attempt";
import { createOutbox, type Outbox, type Outgoing } from "../shared/outbox";
import { road, say } from "./live";
import { takeSent } from "./open";
import { api, me } from "./session";
import type { Ack, FileRef } from "./types";

/** A reply or a note on its way. */
export interface Draft {
  readonly conversation: string;
  readonly text: string;
  readonly attachments: readonly FileRef[];
  readonly note: boolean;
  /** Articles inserted into the text. */
  readonly articles: readonly string[];
}

let made: Outbox<Draft> | null = null;

/** The outbox of the agent signed in; what a reload interrupted goes on. */
export function outbox(): Outbox<Draft> {
  const key = `contactcenter.console.outbox.${me.value?.agent.id ?? ""}`;
  made ??= createOutbox<Draft>(
    deliver,
    {
      load: () => attempt(() => localStorage.getItem(key)),
      save: (text) => void attempt(() => localStorage.setItem(key, text)),
    },
    (text) => attempt(() => JSON.parse(text ?? "[]") as readonly Outgoing<Draft>[]) ?? [],
  );
  return made;
}

async function deliver(item: Outgoing<Draft>): Promise<void> {
  const ack = (await overSocket(item)) ?? (await overHttp(item));
  takeSent(ack, item.body);
}

/** Null where the socket cannot do it: none open, lost on the way, or a field that only HTTP has. */
async function overSocket({ external_id, body }: Outgoing<Draft>): Promise<Ack | null> {
  if (road() !== "socket" || body.articles.length > 0) return null;
  const { conversation, text, attachments } = body;
  const note = body.note ? { note: true } : {};
  try {
    return await say<Ack>("message.send", { external_id, conversation, text, attachments, ...note });
  } catch (problem) {
    if (problem instanceof Problem && problem.status !== 0) throw problem;
    return null;
  }
}

function overHttp({ external_id, body }: Outgoing<Draft>): Promise<Ack> {
  const { conversation, text, attachments, articles } = body;
  const verb = body.note ? "notes" : "messages";
  const inserted = body.note || articles.length === 0 ? {} : { articles };
  return api<Ack>(`/conversations/${conversation}/${verb}`, {
    method: "POST",
    body: { external_id, text, attachments, ...inserted },
  });
}
