import { loadLocale } from "../shared/i18n";
import { createSession } from "../shared/staff/session";

/** A language chosen here wins over the agent's own, in this browser. */
const LANGUAGE = "contactcenter.language";

export const { api, me, findSession, signIn, signOut, may } = createSession("/admin", async (found) => {
  const chosen = localStorage.getItem(LANGUAGE);
  await loadLocale([...(chosen ? [chosen] : []), found.agent.interface_language, ...navigator.languages]);
});

export async function speak(tag: string): Promise<void> {
  localStorage.setItem(LANGUAGE, tag);
  await loadLocale([tag]);
}
