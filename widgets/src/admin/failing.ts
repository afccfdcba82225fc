import { Problem } from "../shared/api";
import { t } from "../shared/i18n";
import { toast } from "../shared/ui/Toast";

/** Runs an action; a failure is said in words that tell what to do. */
export async function attemptTo(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (problem) {
    toast({ text: wordsFor(problem), tone: "bad" });
    return false;
  }
}

export function wordsFor(problem: unknown): string {
  if (!(problem instanceof Problem)) return t("admin.error.unknown");
  if (problem.status === 0) return t("admin.error.unreachable");
  if (problem.status === 401) return t("admin.error.signed_out");
  if (problem.code === "forbidden") return t("admin.error.forbidden", { detail: problem.detail });
  if (problem.code === "not_found") return t("admin.error.not_found");
  if (problem.code === "rate_limited") return t("admin.error.rate_limited");
  if (problem.code === "stale") return t("admin.error.stale");
  return problem.detail ? wordsForValue(problem.detail) : t("admin.error.unknown");
}

/** What is wrong with one field, worded from what the server says about its value. */
export function wordsForValue(detail: string): string {
  if (/length >= 1\b/.test(detail)) return t("admin.error.required");
  const most = /length <= (\d+)/.exec(detail)?.[1];
  if (most) return t("admin.error.too_long", { count: Number(most) });
  const least = /`(?:int|float)` >= ([\d.]+)/.exec(detail)?.[1];
  if (least) return t("admin.error.too_small", { least });
  const limit = /`(?:int|float)` <= ([\d.]+)/.exec(detail)?.[1];
  if (limit) return t("admin.error.too_big", { limit });
  if (/@/.test(detail) && /regex/.test(detail)) return t("admin.error.email");
  const users = /^still used by: (.+)/.exec(detail)?.[1];
  if (users) return t("admin.error.used", { names: users });
  if (/in this language already/.test(detail)) return t("admin.error.language_taken");
  if (/with this id already/.test(detail)) return t("admin.error.id_taken");
  if (/^your own role/.test(detail)) return t("admin.error.own_access");
  const gone = /^no such \w+: (.+)/.exec(detail)?.[1];
  if (gone) return t("admin.error.gone", { name: gone });
  if (/regex/.test(detail)) return t("admin.error.pattern");
  if (/another agent has this address/.test(detail)) return t("admin.error.address_taken");
  if (/https:\/\/HOST/.test(detail)) return t("admin.error.origin");
  return detail;
}
