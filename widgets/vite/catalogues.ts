import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";

const FOLDER = resolve(import.meta.dirname, "../../contactcenter/locales");
const INDEX = "virtual:catalogues";
const ONE = "virtual:catalogue/";
const TEXT = "virtual:text/";

type Texts = Record<string, unknown>;

/**
 * Serves contactcenter/locales/TAG.json to the browser: `virtual:catalogues` maps each language that is complete
 * in `areas` (the first words of its keys) to a lazy import of the texts of those areas alone. For the loader, which
 * loads nothing, `virtual:text/KEY` is one text in every language that has it.
 */
export function catalogues(areas: readonly string[]): Plugin {
  return {
    name: "catalogues",
    resolveId: (id) => (id === INDEX || id.startsWith(ONE) || id.startsWith(TEXT) ? `\0${id}` : null),
    load(id) {
      if (id === `\0${INDEX}`) return indexModule(areas);
      if (id.startsWith(`\0${TEXT}`)) return oneText(id.slice(TEXT.length + 1));
      if (!id.startsWith(`\0${ONE}`)) return null;
      const tag = id.slice(ONE.length + 1);
      this.addWatchFile(resolve(FOLDER, `${tag}.json`));
      return `export default ${JSON.stringify(select(read(tag), areas))}`;
    },
  };
}

function indexModule(areas: readonly string[]): string {
  const lines = complete(areas).map((tag) => `${JSON.stringify(tag)}: () => import("${ONE}${tag}")`);
  return `export default {${lines.join(",")}}`;
}

function complete(areas: readonly string[]): string[] {
  const needed = Object.keys(select(read("en"), areas));
  return tags().filter((tag) => needed.every((key) => key in read(tag)));
}

function oneText(key: string): string {
  const texts = tags().flatMap((tag) => (key in read(tag) ? [[tag, read(tag)[key]]] : []));
  if (texts.length === 0) throw new Error(`no catalogue has ${key}`);
  return `export default ${JSON.stringify(Object.fromEntries(texts))}`;
}

function tags(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .sort();
}

function read(tag: string): Texts {
  return JSON.parse(readFileSync(resolve(FOLDER, `${tag}.json`), "utf8")) as Texts;
}

function select(texts: Texts, areas: readonly string[]): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([key]) => areas.includes(key.split(".")[0] ?? "")));
}
