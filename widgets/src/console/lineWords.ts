import { locale, nameOfLanguage, type TextKey, t } from "../shared/i18n";
import { shortTime } from "../shared/i18n/format";
import { RESOLVE_REASONS } from "./resolving";
import { agentName, factName, factValue, queueName } from "./session";
import type { Entry } from "./types";

type Words = (entry: Entry) => string | null;

/** One line for one entry in the words of the console; null where the history says nothing about it. */
export function lineWords(entry: Entry): string | null {
  return WORDS[entry.kind]?.(entry) ?? null;
}

const WORDS: Readonly<Record<string, Words>> = {
  state: stateWords,
  queued: ({ body }) => t("console.line.queued", { queue: queueName(body.queue_id) }),
  assignment: ({ body, author }) => {
    if (!body.agent_id) return body.queue_id ? null : t("console.line.given_back", { name: who(author) });
    if (author.kind === "agent" && author.id !== body.agent_id)
      return t("console.line.transferred", { name: who(author), to: agentName(body.agent_id) });
    return t("console.line.assigned", { name: agentName(body.agent_id) });
  },
  offer_ended: ({ body }) =>
    body.outcome === "declined" || body.outcome === "expired"
      ? t(`console.line.offer_${body.outcome}`, { name: agentName(body.agent_id) })
      : null,
  language: ({ body }) =>
    body.source === "agent" || body.source === "contact"
      ? t("console.line.language", { language: nameOfLanguage(body.language ?? "und", locale.value.tag) })
      : null,
  fact: ({ body }) => {
    const key = factName(body.key ?? "");
    if (body.again) return t("console.line.fact_again", { key });
    if (body.state !== "value")
      return t(`console.line.fact_${body.state === "unknown" ? "unknown" : "unanswered"}`, { key });
    return t("console.line.fact", { key, value: factValue(body.key ?? "", body.value ?? "") });
  },
  tag: ({ body }) =>
    t(body.added ? "console.line.tag_added" : "console.line.tag_removed", { tag: body.tag ?? "" }),
  link: ({ body }) =>
    t(body.added === false ? "console.line.unlinked" : "console.line.linked", {
      link: linkWords(body.link ?? ""),
    }),
  commitment: ({ body }) => t(commitmentKey(body.kept), { text: promiseWords(body.text ?? "") }),
  rating: ({ body }) =>
    t("console.line.rating", { count: body.score ?? 0 }) + (body.comment ? `: ${body.comment}` : ""),
  feedback: ({ body }) =>
    body.verdict === "helped" || body.verdict === "did_not_help" || body.verdict === "person"
      ? t(`console.line.feedback_${body.verdict}`)
      : null,
  delivery: ({ body }) =>
    body.state === "failed" || body.state === "bounced" ? t("console.line.undelivered") : null,
  participant: ({ body }) =>
    body.role === "joined" && body.joined !== false ? t("console.line.joined") : null,
  procedure: ({ body }) => [body.text, body.choice, body.note].filter((part) => part).join(" → "),
  erased: () => t("console.line.erased"),
};

function stateWords({ body, author }: Entry): string | null {
  const isOwn = author.kind === "centre";
  const name = who(author);
  if (body.after === "resolved") {
    const done = isOwn ? t("console.line.resolved_itself") : t("console.line.resolved", { name });
    return body.reason ? `${done} (${reasonWords(body.reason)})` : done;
  }
  if (body.after === "snoozed" && body.until)
    return t("console.line.snoozed", { name, time: shortTime(new Date(body.until)) });
  if (body.before === "resolved")
    return isOwn ? t("console.line.reopened_itself") : t("console.line.reopened", { name });
  return body.before === "snoozed" ? t("console.line.woken") : null;
}

/** A reason of the console's own list in words; anything else was written by hand. */
function reasonWords(reason: string): string {
  const known = RESOLVE_REASONS.find((one) => one === reason);
  return known ? t(`console.resolve.${known}`) : reason;
}

function commitmentKey(kept: boolean | null | undefined): TextKey {
  if (kept === true) return "console.line.kept";
  return kept === false ? "console.line.broken" : "console.line.promised";
}

/** The centre's own promises by their names in the store; what else is promised is in an agent's words. */
const OWN_PROMISES: Readonly<Record<string, TextKey>> = {
  "answer to a side question": "console.side_thread.promise",
  "first answer": "console.commitment.first_answer",
};

export function promiseWords(text: string): string {
  const own = OWN_PROMISES[text];
  return own ? t(own) : text;
}

const LINKS: Readonly<Record<string, TextKey>> = {
  duplicate_of: "console.link.duplicate_of",
  caused_by: "console.link.caused_by",
  answers: "console.link.answers",
  follows: "console.link.follows",
  merged_into: "console.link.merged_into",
  merged_from: "console.link.merged_from",
  problem: "console.link.problem",
  side_of: "console.link.side_of",
};

export function linkWords(link: string): string {
  const key = LINKS[link];
  return key ? t(key) : link;
}

function who(author: Entry["author"]): string {
  if (author.kind === "centre") return t("console.author.centre");
  return author.name || (author.kind === "contact" ? t("console.author.contact") : t("console.author.agent"));
}
