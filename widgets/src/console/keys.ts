import { signal } from "@preact/signals";
import { attempt } from "../shared/attempt";
import type { TextKey } from "../shared/i18n";
import { panelIsOver } from "./details";
import { dialog } from "./dialogs";
import { changeDraft } from "./drafts";
import { attemptTo } from "./failing";
import { allInOrder, type Folder, mineInOrder, offers, queuesInOrder, showFolder } from "./lists";
import { act, open, openConversation, openHead } from "./open";
import { choose } from "./PresenceSwitch";
import { view } from "./place";
import { may, me } from "./session";
import { mayAsk } from "./sides";
import { markSpam, mayMarkSpam } from "./spam";
import type { Head } from "./types";

export interface Shortcut {
  readonly key: string;
  readonly words: TextKey;
  readonly run: () => void;
}

const STORED = "contactcenter.console.keys";

/** Single keys can be switched off: speech input and shaky hands press them by accident (WCAG 2.1.4). */
export const keysAreOn = signal(attempt(() => localStorage.getItem(STORED)) !== "off");

export function switchKeys(on: boolean): void {
  keysAreOn.value = on;
  attempt(() => localStorage.setItem(STORED, on ? "on" : "off"));
}

export const SHORTCUTS: readonly Shortcut[] = [
  { key: "j", words: "console.keys.next", run: () => step(1) },
  { key: "k", words: "console.keys.previous", run: () => step(-1) },
  { key: "a", words: "console.keys.accept", run: () => answerOffer("accept") },
  { key: "d", words: "console.keys.decline", run: () => answerOffer("decline") },
  { key: "r", words: "console.keys.reply", run: () => write("reply") },
  { key: "n", words: "console.keys.note", run: () => write("note") },
  { key: "t", words: "console.keys.transfer", run: () => withHead(() => (dialog.value = "transfer")) },
  { key: "s", words: "console.keys.snooze", run: () => press("snooze") },
  { key: "e", words: "console.keys.resolve", run: () => press("resolve") },
  { key: "w", words: "console.keys.whole", run: () => pressForm("whole") },
  { key: "h", words: "console.keys.html", run: () => pressForm("html") },
  { key: "c", words: "console.begin", run: beginConversation },
  { key: "q", words: "console.ask", run: askElse },
  { key: "!", words: "console.spam", run: toSpam },
  { key: "/", words: "console.keys.search", run: toSearch },
  { key: "1", words: "console.view.mine", run: () => (view.value = "mine") },
  { key: "2", words: "console.view.queues", run: () => (view.value = "queues") },
  { key: "3", words: "console.view.all", run: () => toFolder("everything") },
  { key: "4", words: "console.folder.spam", run: () => toFolder("spam") },
  {
    key: "o",
    words: "console.keys.presence",
    run: () => void choose(me.value?.status === "online" ? "away" : "online"),
  },
  { key: "?", words: "console.keys.sheet", run: () => (dialog.value = "keys") },
];

/** Hears the keys of the page, except where somebody writes or a dialog is open. */
export function hearKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.defaultPrevented || isWriting(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") panelIsOver.value = false;
    const shortcut = SHORTCUTS.find((one) => one.key === event.key.toLowerCase());
    if (!shortcut || !(keysAreOn.value || shortcut.key === "?")) return;
    event.preventDefault();
    shortcut.run();
  };
  addEventListener("keydown", onKeyDown);
  return () => removeEventListener("keydown", onKeyDown);
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "file"].includes(target.type);
  return target.matches("textarea, select, [contenteditable], [role=menu] *");
}

function step(by: number): void {
  const shown: readonly Head[] =
    view.value === "mine"
      ? mineInOrder.value
      : view.value === "queues"
        ? queuesInOrder.value
        : allInOrder.value;
  const at = shown.findIndex((head) => head.id === open.value?.id);
  const next = shown[at === -1 ? 0 : at + by];
  if (next) openConversation(next.id);
}

function answerOffer(verb: "accept" | "decline"): void {
  const head = offers.value[0];
  if (!head) return;
  void attemptTo(() => act(head.id, verb, { offer_id: head.offer.id })).then((done) => {
    if (!done || verb === "decline") return;
    view.value = "mine";
    openConversation(head.id);
  });
}

function withHead(run: (head: Head) => void): void {
  if (openHead.value) run(openHead.value);
}

function beginConversation(): void {
  if (may("conversations.reply")) dialog.value = "begin";
}

function askElse(): void {
  withHead((head) => {
    if (mayAsk(head)) dialog.value = "ask";
  });
}

function toSpam(): void {
  withHead((head) => {
    if (mayMarkSpam(head)) void markSpam(head);
  });
}

function write(mode: "reply" | "note"): void {
  const id = open.value?.id;
  if (!id) return;
  changeDraft(id, { mode });
  focusOn(".composer-text");
}

/** Opens a menu of the conversation's header, as a click would. */
function press(action: "snooze" | "resolve"): void {
  document.querySelector<HTMLButtonElement>(`[data-action="${action}"] > .menu > .button`)?.click();
}

/** Shows or hides the other form of the last letter that has it. */
function pressForm(form: "whole" | "html"): void {
  [...document.querySelectorAll<HTMLButtonElement>(`[data-form="${form}"] > .button`)].at(-1)?.click();
}

function toFolder(folder: Folder): void {
  view.value = "all";
  showFolder(folder);
}

function toSearch(): void {
  view.value = "search";
  focusOn(".search-form input");
}

function focusOn(selector: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus());
}
