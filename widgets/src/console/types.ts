/** What the centre tells agents (docs/protocol.md). Only the fields that the console reads. */

export interface Author {
  readonly kind: "contact" | "agent" | "centre" | "api";
  readonly id: string;
  readonly name: string;
}

export interface FileRef {
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

/** One of several questions of a message, and what was found for it, the likeliest first. */
export interface AskedPart {
  readonly text: string;
  readonly confidence: number;
  readonly sources: readonly Source[];
}

/** What an inbound letter is besides its text; a form whose blob id is null there is not. */
export interface Original {
  readonly message_class: string;
  readonly sender: string;
  readonly authenticated: boolean | null;
  readonly incomplete: string;
  readonly raw_blob_id: string | null;
  readonly whole_blob_id: string | null;
  readonly html_blob_id: string | null;
}

/** Bodies of all kinds in one shape: what a kind lacks is undefined (docs/events.md). */
export interface EntryBody {
  readonly text?: string;
  readonly choice?: string;
  readonly note?: string;
  readonly language?: string | null;
  readonly attachments?: readonly FileRef[];
  readonly notice?: string | null;
  readonly subject?: string | null;
  readonly original?: Original | null;
  readonly answer?: {
    readonly decision: "answer" | "suggest";
    readonly sources: readonly Source[];
    readonly confidence: number;
  } | null;
  readonly before?: string;
  readonly after?: string;
  readonly reason?: string | null;
  readonly until?: string | null;
  readonly queue_id?: string | null;
  readonly agent_id?: string | null;
  readonly reasons?: readonly string[];
  readonly tried?: readonly Source[];
  readonly outcome?: string;
  readonly source?: string;
  readonly key?: string;
  readonly state?: string;
  readonly value?: string | null;
  readonly again?: boolean;
  readonly tag?: string;
  readonly added?: boolean;
  readonly link?: string;
  readonly target?: string;
  readonly due?: string;
  readonly kept?: boolean | null;
  readonly score?: number;
  readonly comment?: string;
  readonly verdict?: string;
  readonly action?: string;
  readonly article_id?: string | null;
  readonly error?: string | null;
  readonly message_seq?: number;
  readonly role?: string;
  readonly joined?: boolean;
}

export interface Entry {
  readonly conversation: string;
  readonly seq: number;
  readonly after: number;
  readonly kind: string;
  readonly audience: "contact" | "staff";
  readonly author: Author;
  readonly id: string;
  readonly received_at: string;
  readonly placed_at: string;
  readonly body: EntryBody;
}

/** Answer to a message sent, after it was stored. */
export interface Ack {
  readonly id: string;
  readonly seq: number;
  readonly after: number;
  readonly conversation: string;
  readonly received_at: string;
}

export interface Offer {
  readonly id: string;
  readonly agent_id: string;
  readonly made_at: string;
  readonly expires_at: string;
}

export interface Fact {
  readonly key: string;
  readonly state: "value" | "unknown" | "unanswered";
  readonly value: string | null;
  readonly source: "contact" | "agent" | "text" | "api" | "centre";
  readonly at: string;
}

export interface Commitment {
  readonly id: string;
  readonly text: string;
  readonly due: string;
  readonly by: string | null;
  readonly kept: boolean | null;
}

export interface Participant {
  readonly role: "contact" | "copied" | "joined" | "agent";
  readonly id: string;
  readonly identity: { readonly kind: string; readonly address: string } | null;
}

export type State = "new" | "answered" | "waiting" | "offered" | "assigned" | "snoozed" | "resolved";

export interface Head {
  readonly id: string;
  readonly reference: string;
  readonly inbox_id: string;
  readonly channel: string;
  readonly contact_id: string;
  readonly contact_name: string;
  readonly state: State;
  readonly awaiting: "contact" | "agent" | "none";
  readonly subject: string;
  readonly language: string | null;
  readonly language_source: string;
  readonly agent_id: string | null;
  readonly queue_id: string | null;
  readonly offer: Offer | null;
  readonly tags: readonly string[];
  readonly facts: Readonly<Record<string, Fact>>;
  /** Percent of what, where, when and how much. */
  readonly completeness: number;
  readonly commitments: readonly Commitment[];
  readonly participants: readonly Participant[];
  readonly read_up_to: Readonly<Record<string, number>>;
  readonly rating: number | null;
  /** The conversation because of which somebody else is asked here. */
  readonly side_of: string | null;
  readonly seq: number;
  /** seq of a message of ours that did not arrive. */
  readonly undelivered: number | null;
  readonly preview: string;
  readonly created_at: string;
  readonly last_at: string;
  readonly waiting_since: string | null;
  readonly snoozed_until: string | null;
  readonly resolved_at: string | null;
  readonly version: number;
}

export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly languages: Readonly<Record<string, number>>;
  readonly teams: readonly string[];
  readonly units: number;
  readonly interface_language: string;
  readonly mail_when_away: boolean;
}

export interface Me {
  readonly agent: Agent;
  readonly permissions: readonly string[];
  readonly status: "online" | "away";
  readonly reason: AwayReason | null;
  readonly demo: boolean;
}

export interface Presence {
  readonly agent_id: string;
  readonly status: "online" | "away" | "offline";
  readonly load: number;
  readonly units: number;
  readonly reason: AwayReason | null;
}

/** Why the centre set an agent away. */
export type AwayReason = "offers_missed";

export type Names = Readonly<Record<string, string>>;

export interface Named {
  readonly id: string;
  readonly name?: string;
  readonly names?: Names;
}

export interface CannedReply {
  readonly id: string;
  readonly shortcut: string;
  readonly texts: Names;
}

export interface Centre {
  readonly agents: readonly (Named & {
    readonly languages: Readonly<Record<string, number>>;
    readonly status: Presence["status"];
    readonly load: number;
    readonly units: number;
  })[];
  readonly queues: readonly Named[];
  readonly teams: readonly Named[];
  readonly inboxes: readonly (Named & {
    readonly channel: string;
    readonly active: boolean;
    readonly max_text_chars: number;
    readonly max_attachment_bytes: number;
  })[];
  readonly tags: readonly Named[];
  readonly products: readonly (Named & { readonly versions: readonly string[] })[];
  readonly symptoms: readonly Named[];
  readonly fact_keys: readonly Named[];
  readonly skills: readonly Named[];
  readonly canned_replies: readonly CannedReply[];
  readonly problems: readonly { readonly id: string; readonly title: string }[];
}

export interface Contact {
  readonly id: string;
  readonly name: string;
  readonly language: string | null;
  readonly time_zone: string | null;
  readonly created_at: string;
  readonly blocked_at: string | null;
  readonly custom: Readonly<Record<string, string>>;
  readonly version: number;
}

export interface Identity {
  readonly kind: string;
  readonly address: string;
  readonly verification: "claimed" | "session" | "verified" | "signed";
}

export interface KnownFact {
  readonly key: string;
  readonly value: string | null;
  readonly source: string;
  readonly at: string;
}

export interface Link {
  readonly kind: string;
  readonly source: string;
  readonly target: string;
  readonly at: string;
}

/** One conversation with all around it. */
export interface Details {
  readonly head: Head;
  readonly contact: Contact | null;
  readonly identities: readonly Identity[];
  readonly companies: readonly { readonly id: string; readonly name: string }[];
  readonly known: readonly KnownFact[];
  readonly links: readonly Link[];
  readonly why: { readonly reasons: readonly string[]; readonly parts: readonly AskedPart[] };
  readonly others: readonly Head[];
  /** What others are asked because of it. */
  readonly sides: readonly Head[];
}

export interface ArticleCard {
  readonly article_id: string;
  readonly slug: string;
  readonly language: string;
  readonly title: string;
  readonly passage: string;
  readonly confidence: number;
}
