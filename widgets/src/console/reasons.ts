import { locale, nameOfLanguage, type TextKey, t } from "../shared/i18n";
import { agentName, centre, nameIn, queueName } from "./session";

const PLAIN: Readonly<Record<string, TextKey>> = {
  asked_for_person: "console.why.asked_for_person",
  "asks for a person": "console.why.asked_for_person",
  asked_alike: "console.why.asked_alike",
  answer_did_not_help: "console.why.answer_did_not_help",
  answers_off: "console.why.answers_off",
  knowledge_failed: "console.why.knowledge_failed",
  "small talk": "console.why.small_talk",
  "nothing in common with any article": "console.why.no_article",
  contact_wrote: "console.why.contact_wrote",
  taken: "console.why.taken",
  accepted: "console.why.accepted",
  replied: "console.why.replied",
  transferred: "console.why.transferred",
  reopened: "console.why.reopened",
  merged: "console.why.merged",
  agent_gone: "console.why.agent_gone",
  time_came: "console.why.time_came",
  woken: "console.why.woken",
  knows_the_contact: "console.why.knows_the_contact",
  "select=longest_idle": "console.why.longest_idle",
  "select=least_loaded": "console.why.least_loaded",
  "select=best_level": "console.why.best_level",
};

type Words = (value: string) => string;

const VALUED: Readonly<Record<string, Words>> = {
  queue: (id) => t("console.why.queue", { queue: queueName(id) }),
  language: (value) => {
    const [tag = "und", level] = value.split(":");
    const language = nameOfLanguage(tag, locale.value.tag);
    return level
      ? t("console.why.language", { language, level })
      : t("console.why.language_only", { language });
  },
  skill: (value) => {
    const [id = "", level = ""] = value.split(":");
    return t("console.why.skill", {
      skill: nameIn(
        centre.value?.skills.find((one) => one.id === id),
        id,
      ),
      level,
    });
  },
  restricted: (topic) => t("console.why.restricted", { topic }),
  load: (value) => t("console.why.load", { load: value.replace("/", " / ") }),
  confidence: (value) => t("console.why.confidence", { percent: Math.round(Number(value) * 100) }),
};

const EXCLUDED: Readonly<Record<string, TextKey>> = {
  "ranked lower": "console.why.not.ranked_lower",
  language: "console.why.not.language",
  skills: "console.why.not.skills",
  offline: "console.why.not.offline",
  away: "console.why.not.away",
  passed: "console.why.not.passed",
  "no room": "console.why.not.no_room",
};

export interface Reasons {
  /** Why it is here. */
  readonly because: readonly string[];
  /** Why it is with nobody else. */
  readonly others: readonly string[];
}

/** The stored reasons of routing and answering in the words of the console; figures for experts are left out. */
export function inWords(reasons: readonly string[]): Reasons {
  return {
    because: unique(reasons.flatMap((reason) => becauseOf(reason) ?? [])),
    others: unique(reasons.flatMap((reason) => notOf(reason) ?? [])),
  };
}

function becauseOf(reason: string): string | null {
  const plain = PLAIN[reason];
  if (plain) return t(plain);
  const [, name = "", value = ""] = /^(\w+)=(.*)$/.exec(reason) ?? [];
  const language = /^no articles in (.+)$/.exec(reason)?.[1];
  if (language)
    return t("console.why.no_articles_in", { language: nameOfLanguage(language, locale.value.tag) });
  return VALUED[name]?.(value) ?? null;
}

function notOf(reason: string): string | null {
  const [, agent = "", why = ""] = /^not ([^:]+): (.+)$/.exec(reason) ?? [];
  const key = EXCLUDED[why];
  return key ? `${agentName(agent)}: ${t(key)}` : null;
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}
