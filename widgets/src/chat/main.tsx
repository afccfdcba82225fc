// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT

import { loadLocale } from "../shared/i18n";
import { mount } from "../shared/mount";
import { applyTheme, type Theme } from "../shared/theme";
import { App } from "./App";
import { loadConfig } from "./config";
import { listenToHost, pageLanguage, tellHost } from "./host";
import { loadTalk, talk } from "./lazy";
import { forget, remembered } from "./memory";
import { isOpen } from "./state";
import { identify, visitorToken } from "./visitor";

const wanted = [remembered().language ?? "", pageLanguage, ...navigator.languages].filter(Boolean);

listenToHost((message) => {
  if (message.type === "open" || message.type === "close") isOpen.value = message.type === "open";
  if (message.type === "config") {
    if (message.theme) applyTheme(message.theme as Theme);
    if (message.language && !remembered().language) void loadLocale([message.language]);
  }
  if (message.type === "identify" && identify(message.token)) void becomeKnown();
});

/** The host page vouches for somebody else than until now: begin with that person's conversations. */
async function becomeKnown(): Promise<void> {
  if (talk.value) talk.value.signOut();
  else forget(); // at once: what is written from now on is that person's
  const loaded = await loadTalk();
  await visitorToken();
  loaded.startListening();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) tellHost({ type: "close" });
});
document.addEventListener("visibilitychange", () => talk.value?.markRead());

async function begin(): Promise<void> {
  await Promise.all([mount(() => <App />, wanted), loadConfig(wanted[0] ?? "en")]);
  tellHost({ type: "ready" });
  if (remembered().token) (await loadTalk()).startListening();
}

void begin();
