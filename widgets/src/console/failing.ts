import { Problem } from "../shared/api";
import { t } from "../shared/i18n";
import { toast } from "../shared/ui/Toast";
import { goOffline } from "./live";

/** Runs an action; a failure is said in words that tell what to do. */
export async function attemptTo(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) goOffline();
    else toast({ text: wordsFor(problem), tone: "bad" });
    return false;
  }
}

export function wordsFor(problem: unknown): string {
  if (!(problem instanceof Problem)) return t("console.error.unknown");
  if (problem.status === 0) return t("console.error.unreachable");
  if (problem.code === "conflict") return t("console.error.conflict");
  if (problem.code === "forbidden") return t("console.error.forbidden");
  if (problem.code === "not_found") return t("console.error.not_found");
  if (problem.code === "rate_limited") return t("console.error.rate_limited");
  return problem.detail || t("console.error.unknown");
}
