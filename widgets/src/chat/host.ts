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

const SILENT_MS = 10_000;
let spoken = (): void => {};

/**
 * Done once the host page had its chance to say who its reader is: it answers our `ready` with what it knows, then
 * `open`. What is written before belongs to that person too.
 */
export const hostSpoke = new Promise<void>((resolve) => {
  spoken = resolve;
  setTimeout(resolve, isFramed ? SILENT_MS : 0);
});

export function listenToHost(take: (message: HostMessage) => void): void {
  window.addEventListener("message", (event) => {
    if (event.origin !== hostOrigin || event.source !== window.parent) return;
    const message = fromHost(event.data);
    if (message) take(message);
    if (message?.type === "open") spoken();
  });
}

export { isFramed };
