// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
// The one script of a host page: a button, and on its first press an iframe. It keeps no token, sets no cookie and
// asks the network for nothing before it is opened.
import closeTexts from "virtual:text/widget.close";
import openTexts from "virtual:text/widget.open";
import { frameMessage, fromFrame, type HostMessage } from "./loader/messages";
import { createPanel } from "./loader/panel";
import { bestTag } from "./shared/i18n/tags";

interface Settings {
  language?: string;
  theme?: "auto" | "light" | "dark";
  position?: "start" | "end";
  launcher?: boolean;
}

type Verb = "open" | "close" | "toggle" | "setConfig" | "identify";
type Queue = ((verb: Verb, value?: unknown) => void) & { q?: ArrayLike<unknown>[] };

const script = document.currentScript as HTMLScriptElement | null;
const OPENED = "contactcenter.open"; // in this tab the widget was left open: a second page shows it again

if (script) start(new URL(script.src).origin, script.dataset);

function start(origin: string, given: DOMStringMap): void {
  const before = (window as { contactcenter?: Queue }).contactcenter;
  const { language: tag, theme, position } = given as Settings;
  let settings: Settings = {
    ...(tag && { language: tag }),
    ...(theme && { theme }),
    ...(position && { position }),
  };
  let identity: string | null = null;
  let ready = false;

  const language = (): string => settings.language ?? document.documentElement.lang ?? "";
  const text = (texts: Readonly<Record<string, string>>): string =>
    texts[bestTag([language(), ...navigator.languages], Object.keys(texts))] ?? "";
  const panel = createPanel(() => (panel.isOpen() ? close() : open()), {
    open: () => text(openTexts),
    close: () => text(closeTexts),
  });

  function place(): void {
    panel.place(settings.position ?? "end", settings.launcher ?? true, settings.theme ?? "auto");
  }
  place();

  function tell(message: HostMessage): void {
    if (ready) panel.frame()?.contentWindow?.postMessage(frameMessage(message), origin);
  }

  function open(): void {
    const query = new URLSearchParams({
      inbox: given.inbox ?? "",
      host: location.origin,
      language: language(),
    });
    panel.open(`${origin}/chat?${query}`);
    remember("1");
    tell({ type: "open" });
  }

  function close(): void {
    panel.close();
    remember("");
    tell({ type: "close" });
  }

  window.addEventListener("message", (event) => {
    if (event.origin !== origin || event.source !== panel.frame()?.contentWindow) return;
    const message = fromFrame(event.data);
    if (message?.type === "ready") {
      ready = true;
      tell({ type: "config", ...settings });
      if (identity) tell({ type: "identify", token: identity });
      tell({ type: "open" });
    } else if (message?.type === "close") close();
    else if (message?.type === "unread") panel.badge(message.count);
  });

  const verbs: Readonly<Record<Verb, (value: unknown) => void>> = {
    open,
    close,
    toggle: () => (panel.isOpen() ? close() : open()),
    setConfig(value) {
      settings = { ...settings, ...(value as Settings) };
      place();
      tell({ type: "config", ...settings });
    },
    identify(value) {
      identity = typeof value === "string" ? value : null;
      if (identity) tell({ type: "identify", token: identity });
    },
  };
  const api: Queue = (verb, value) => verbs[verb]?.(value);
  (window as { contactcenter?: Queue }).contactcenter = api;
  for (const call of before?.q ?? []) api(call[0] as Verb, call[1]);
  if (remember() === "1" && matchMedia("(min-width: 600px)").matches) open();
}

/** This tab's memory of an open widget; null where the page forbids storage. */
function remember(value?: string): string | null {
  try {
    if (value !== undefined) sessionStorage.setItem(OPENED, value);
    return sessionStorage.getItem(OPENED);
  } catch {
    return null;
  }
}
