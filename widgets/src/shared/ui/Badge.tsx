// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import type { ComponentChildren } from "preact";
import "./badge.css";

export type Tone = "neutral" | "good" | "warn" | "bad" | "info" | "accent";

/** A short state or count. Colour only repeats what the words say. */
export function Badge({ tone = "neutral", children }: { tone?: Tone; children: ComponentChildren }) {
  return <span class={`badge badge-${tone}`}>{children}</span>;
}
