// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { type FrameMessage, frameMessage, fromHost, type HostMessage } from "../loader/messages";

const asked = new URLSearchParams(location.search);

export const inboxId = asked.get("inbox") ?? "";
export const pageLanguage = asked.get("language") ?? "";

// The server lets only the inbox's own pages frame this one; a wrong `host` merely talks to nobody.
const hostOrigin = asked.get("host") ?? "";
const isFramed = window.parent !== window && hostOrigin !== "";

export function tellHost(message: FrameMessage): void {
  if (isFramed) window.parent.postMessage(frameMessage(message), hostOrigin);
}

export function listenToHost(take: (message: HostMessage) => void): void {
  window.addEventListener("message", (event) => {
    if (event.origin !== hostOrigin || event.source !== window.parent) return;
    const message = fromHost(event.data);
    if (message) take(message);
  });
}

export { isFramed };
