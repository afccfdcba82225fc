import { defineConfig } from "vitest/config";
import { catalogues } from "./vite/catalogues.ts";

export default defineConfig({
  plugins: [catalogues(["common", "widget"])],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: { include: ["test/**/*.test.ts"], css: false },
});
