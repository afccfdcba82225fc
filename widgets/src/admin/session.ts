import { signal } from "@preact/signals";
import { createApi, Problem } from "../shared/api";
import { loadLocale } from "../shared/i18n";

export interface Me {
  readonly agent: { readonly id: string; readonly name: string; readonly interface_language: string };
  readonly permissions: readonly string[];
  readonly demo: boolean;
}

export const api = createApi();

/** Who is signed in; undefined until the server has said, null for nobody. */
export const me = signal<Me | null | undefined>(undefined);

/** A language chosen here wins over the agent's own, in this browser. */
const LANGUAGE = "contactcenter.language";

export async function findSession(): Promise<void> {
  try {
    const found = await api<Me>("/me");
    const chosen = localStorage.getItem(LANGUAGE);
    await loadLocale([...(chosen ? [chosen] : []), found.agent.interface_language, ...navigator.languages]);
    me.value = found;
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    me.value = null;
  }
}

export async function signIn(email: string, password: string): Promise<void> {
  await api("/login", { method: "POST", body: { email, password } });
  await findSession();
}

export async function signOut(): Promise<void> {
  await api("/logout", { method: "POST", body: {} });
  location.assign("/admin");
}

export async function speak(tag: string): Promise<void> {
  localStorage.setItem(LANGUAGE, tag);
  await loadLocale([tag]);
}

export function may(permission: string): boolean {
  return me.value?.permissions.includes(permission) ?? false;
}
