import { type Signal, signal } from "@preact/signals";
import { type Api, createApi, Problem } from "../api";

/** What the centre says about whoever is signed in; a page may know more. */
export interface SignedIn {
  readonly agent: { readonly id: string; readonly name: string; readonly interface_language: string };
  readonly permissions: readonly string[];
  readonly demo: boolean;
}

export interface Session<M extends SignedIn> {
  readonly api: Api;
  /** Who is signed in; undefined until the server has said, null for nobody. */
  readonly me: Signal<M | null | undefined>;
  readonly findSession: () => Promise<void>;
  readonly signIn: (email: string, password: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
  readonly may: (permission: string) => boolean;
}

/** The session of one page for staff; `onFound` fetches what the page needs before it is shown. */
export function createSession<M extends SignedIn>(
  page: string,
  onFound: (found: M) => Promise<void>,
): Session<M> {
  const api = createApi();
  const me = signal<M | null | undefined>(undefined);

  async function findSession(): Promise<void> {
    try {
      const found = await api<M>("/me");
      await onFound(found);
      me.value = found;
    } catch (problem) {
      if (problem instanceof Problem && (problem.status === 401 || problem.status === 403)) me.value = null;
      else throw problem;
    }
  }

  async function signIn(email: string, password: string): Promise<void> {
    await api("/login", { method: "POST", body: { email, password } });
    await findSession();
  }

  async function signOut(): Promise<void> {
    await api("/logout", { method: "POST", body: {} });
    location.assign(page);
  }

  const may = (permission: string): boolean => me.value?.permissions.includes(permission) ?? false;
  return { api, me, findSession, signIn, signOut, may };
}
