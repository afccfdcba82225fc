import { resolve } from "node:path";
import { defineConfig, type UserConfig } from "vite";
import { catalogues } from "./vite/catalogues.ts";

const root = import.meta.dirname;
const outDir = resolve(root, "../contactcenter/web/static");
const page = (name: string): string => resolve(root, `${name}.html`);

/**
 * Three builds into one folder. The chat page shares no chunk with the consoles, so that opening the widget
 * stays at five requests; the loader is one plain script with a name that host pages may rely on.
 */
const builds: Record<string, UserConfig> = {
  pages: {
    plugins: [catalogues(["common", "console", "admin", "start", "shop"])],
    build: {
      emptyOutDir: true,
      rolldownOptions: {
        input: Object.fromEntries(["console", "admin", "start", "shop", "design"].map((n) => [n, page(n)])),
      },
    },
  },
  chat: {
    plugins: [catalogues(["common", "widget"])],
    build: { emptyOutDir: false, cssCodeSplit: false, rolldownOptions: { input: { chat: page("chat") } } },
  },
  loader: {
    plugins: [catalogues([])],
    build: {
      emptyOutDir: false,
      rolldownOptions: {
        input: resolve(root, "src/loader.ts"),
        output: { format: "iife", entryFileNames: "loader.js" },
      },
    },
  },
};

export default defineConfig(({ mode }) => {
  const chosen = builds[mode] ?? builds.pages ?? {};
  return {
    root,
    base: "/static/",
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    ...chosen,
    build: {
      outDir,
      target: ["chrome107", "firefox104", "safari16"],
      modulePreload: false,
      assetsInlineLimit: 0, // the policy of our pages allows no data: scripts or styles
      reportCompressedSize: false,
      ...chosen.build,
    },
  };
});
