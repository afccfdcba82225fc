// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { chat, close } from "../shared/ui/icons";
import { sheet } from "./sheet";

export interface Panel {
  readonly frame: () => HTMLIFrameElement | null;
  readonly isOpen: () => boolean;
  readonly open: (url: string) => void;
  readonly close: () => void;
  readonly badge: (count: number) => void;
  readonly place: (position: string, launcher: boolean, theme: string) => void;
}

const SVG = "http://www.w3.org/2000/svg";

/** The button and the iframe's box in a shadow tree, out of reach of the host page's styles. */
export function createPanel(onPress: () => void, words: { open: () => string; close: () => string }): Panel {
  const host = document.createElement("contactcenter-widget");
  const root = host.attachShadow({ mode: "closed" });
  const style = new CSSStyleSheet();
  style.replaceSync(sheet);
  root.adoptedStyleSheets = [style];
  const button = document.createElement("button");
  button.type = "button";
  button.addEventListener("click", onPress);
  const count = document.createElement("span");
  count.hidden = true;
  let frame: HTMLIFrameElement | null = null;
  root.append(button);
  (document.body ?? document.documentElement).append(host); // an async script may run before the body is there
  draw(false);

  function draw(isOpen: boolean): void {
    button.replaceChildren(icon(isOpen ? close : chat), count);
    button.ariaLabel = isOpen ? words.close() : words.open();
    button.ariaExpanded = String(isOpen);
    host.toggleAttribute("open", isOpen);
  }

  function makeFrame(url: string): HTMLIFrameElement {
    const made = document.createElement("iframe");
    made.src = url;
    made.title = words.open();
    made.allow = "clipboard-write";
    root.append(made);
    return made;
  }

  return {
    frame: () => frame,
    isOpen: () => host.hasAttribute("open"),
    open(url) {
      frame ??= makeFrame(url);
      draw(true);
      frame.focus();
    },
    close() {
      draw(false);
      button.focus();
    },
    badge(unread) {
      count.hidden = unread === 0;
      count.textContent = unread > 9 ? "9+" : String(unread);
    },
    place(position, launcher, theme) {
      host.setAttribute("position", position);
      host.setAttribute("theme", theme);
      button.hidden = !launcher;
    },
  };
}

function icon(path: string): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}
