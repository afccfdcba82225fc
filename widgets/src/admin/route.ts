import { signal } from "@preact/signals";

/** Where in the administration: `#/agents`, `#/agents/sofia`, and `#/agents/+` for one to be made. */
export interface Route {
  readonly page: string;
  readonly id: string | null;
  /** What a new record starts from: `#/articles/+?slug=setup`. */
  readonly given: Readonly<Record<string, string>>;
}

export const NEW = "+";
export const FIRST_PAGE = "agents";

export const route = signal<Route>(parse(""));

/** True while a form holds what is not saved: then leaving it is asked first. */
export const unsaved = signal(false);

/** Where the reader wanted to go with unsaved changes. */
export const wanted = signal<string | null>(null);

let here = "";

export function parse(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [page, id] = path.split("/");
  const given = Object.fromEntries(new URLSearchParams(query));
  return { page: page || FIRST_PAGE, id: id ? decodeURIComponent(id) : null, given };
}

export function linkTo(page: string, id?: string): string {
  return id === undefined ? `#/${page}` : `#/${page}/${id === NEW ? NEW : encodeURIComponent(id)}`;
}

export function go(hash: string): void {
  location.hash = hash;
}

/** Leaves the form without saving. */
export function leave(): void {
  const target = wanted.value;
  unsaved.value = false;
  wanted.value = null;
  if (target !== null) go(target);
}

/** Begins to follow the address of the page. */
export function watchAddress(): void {
  here = location.hash;
  route.value = parse(here);
  addEventListener("hashchange", () => {
    if (unsaved.value && location.hash !== here) {
      wanted.value = location.hash;
      history.replaceState(null, "", here || "#/");
      return;
    }
    here = location.hash;
    route.value = parse(here);
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved.value) event.preventDefault();
  });
}
