import { mount } from "../shared/mount";
import { applyTheme, type Theme } from "../shared/theme";
import { Toasts } from "../shared/ui/Toast";
import { Gallery } from "./Gallery";
import "./design.css";

// ?theme=light|dark&dir=ltr|rtl shows one mode; without them all four stand side by side.
const asked = new URLSearchParams(location.search);
const theme = asked.get("theme") as Theme | null;
const dir = asked.get("dir") === "rtl" ? "rtl" : "ltr";

const MODES = [
  ["light", "ltr"],
  ["dark", "ltr"],
  ["light", "rtl"],
  ["dark", "rtl"],
] as const;

function Page() {
  if (theme || asked.has("dir"))
    return (
      <main class="design">
        <h1>Design language</h1>
        <Gallery />
        <Toasts />
      </main>
    );
  return (
    <main class="design">
      <h1>Design language</h1>
      <p>Every screen is made of these parts, and of these alone.</p>
      <div class="design-modes">
        {MODES.map(([mode, direction]) => (
          <section
            key={mode + direction}
            class="design-mode"
            data-theme={mode}
            dir={direction}
            lang="en"
            aria-label={`${mode}, ${direction}`}
          >
            <Gallery />
          </section>
        ))}
      </div>
      <Toasts />
    </main>
  );
}

await mount(() => <Page />, ["en"]);
if (theme) applyTheme(theme);
document.documentElement.dir = dir;
