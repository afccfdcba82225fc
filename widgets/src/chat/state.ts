// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { computed, signal } from "@preact/signals";
import type { Article, ContactHead, Uploading } from "./values";

/** The contact's conversations, newest first. */
export const heads = signal<readonly ContactHead[]>([]);
/** The conversation on screen; null = one not begun yet. */
export const current = signal<string | null>(null);
export const currentHead = computed(() => heads.value.find((head) => head.id === current.value) ?? null);
/** Whether the list of conversations is on screen instead of one. */
export const isListShown = signal(false);
/** The article on screen, if one is. */
export const shownArticle = signal<Article | null>(null);
/** Whether the host page shows the widget. */
export const isOpen = signal(true);
/** False while a connection that was there is lost. */
export const isOnline = signal(true);
export const typing = signal<{ readonly conversation: string; readonly name: string } | null>(null);
/** Files of the message being written. */
export const uploads = signal<readonly Uploading[]>([]);
/** Why the last file was not taken, in words. */
export const fileProblem = signal<string | null>(null);
