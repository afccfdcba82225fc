// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
// The shapes of docs/protocol.md that a contact's page reads.

export interface WidgetConfig {
  readonly inbox: string;
  readonly name: string;
  readonly greeting: string;
  readonly language: string;
  readonly languages: readonly string[];
  readonly here: boolean;
  readonly answers: boolean;
  readonly max_file_bytes: number;
  /** Types taken: `image/*`, `application/pdf`. */
  readonly file_types: readonly string[];
}

export interface ContactHead {
  readonly id: string;
  readonly reference: string;
  readonly state: "new" | "answered" | "waiting" | "offered" | "assigned" | "snoozed" | "resolved";
  readonly awaiting: "contact" | "agent" | "none";
  readonly language: string | null;
  readonly agent: { readonly name: string } | null;
  readonly seq: number;
  readonly preview: string;
  readonly last_at: string;
  readonly created_at: string;
  readonly read_up_to: { readonly contact: number; readonly staff: number };
  readonly waiting: Waiting | null;
  readonly rating: number | null;
}

export interface Waiting {
  readonly told: string | null;
  readonly position: number | null;
  readonly estimate_seconds: number | null;
}

export interface StoredFile {
  readonly blob_id: string;
  readonly name: string;
  readonly content_type: string;
  readonly size_bytes: number;
}

export interface Source {
  readonly article_id: string;
  readonly language: string;
  readonly title: string;
}

export interface MessageBody {
  readonly text: string;
  readonly language: string | null;
  readonly attachments: readonly StoredFile[];
  readonly answer: {
    readonly decision: "answer" | "suggest";
    readonly sources: readonly Source[];
  } | null;
  readonly notice: string | null;
  readonly asks?: readonly FactQuestion[];
}

/** A question that the contact may answer or leave out; `is_free`: in other words than the choices too. */
export interface FactQuestion {
  readonly key: string;
  readonly text: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly is_free: boolean;
}

interface EntryFrame<Kind extends string, Body> {
  readonly conversation: string;
  readonly seq: number;
  readonly after: number;
  readonly kind: Kind;
  readonly author: {
    readonly kind: "contact" | "agent" | "centre" | "api";
    readonly id: string;
    readonly name: string;
  };
  readonly id: string;
  readonly placed_at: string;
  readonly body: Body;
}

export type MessageEntry = EntryFrame<"message", MessageBody>;

/** Kinds not named here are received, counted and not shown. */
export type Entry =
  | MessageEntry
  | EntryFrame<"state", { readonly after: string }>
  | EntryFrame<"feedback", { readonly verdict: string; readonly answer: string | null }>
  | EntryFrame<"fact", { readonly key: string }>
  | EntryFrame<"erased", unknown>;

export interface Article {
  readonly article_id: string;
  readonly language: string;
  readonly title: string;
  readonly html: string;
}

/** A file of the message being written. */
export interface Uploading {
  readonly key: string;
  readonly name: string;
  readonly share: number;
  readonly stored: StoredFile | null;
  readonly cancel: () => void;
}
