import { blockedDomains } from "./blocking";
import type { Kind, Noun } from "./kind";
import { articles, companies, factKeys, problems, products, symptoms } from "./knowledge";
import { agents, roles, skills, teams } from "./people";
import { restrictedTopics } from "./restricting";
import { cannedReplies, inboxes, queues, tags } from "./work";

export const KINDS: Readonly<Record<Noun, Kind>> = {
  agents,
  teams,
  skills,
  roles,
  inboxes,
  queues,
  "canned-replies": cannedReplies,
  tags,
  "blocked-domains": blockedDomains,
  "restricted-topics": restrictedTopics,
  articles,
  products,
  symptoms,
  "fact-keys": factKeys,
  problems,
  companies,
};

export function kindOf(page: string): Kind | null {
  return page in KINDS ? KINDS[page as Noun] : null;
}
