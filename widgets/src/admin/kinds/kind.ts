import type { TextKey } from "../../shared/i18n";
import type { Draft } from "../values";

/** Kinds of records, as the paths of the API name them. */
export type Noun =
  | "agents"
  | "teams"
  | "skills"
  | "roles"
  | "inboxes"
  | "queues"
  | "canned-replies"
  | "tags"
  | "blocked-domains"
  | "restricted-topics"
  | "articles"
  | "products"
  | "symptoms"
  | "fact-keys"
  | "problems"
  | "companies";

interface Named {
  readonly name: string;
  readonly label: TextKey;
  readonly hint?: TextKey | undefined;
  readonly required?: boolean;
  /** Chosen once: shown, not changed, in a record that exists. */
  readonly once?: boolean;
  /** Takes half a row beside its neighbour. */
  readonly half?: boolean;
  /** Whether the record as it is being written has use for it; always, where this is left out. */
  readonly isFor?: (draft: Draft) => boolean;
  /** What is to be known as long as the record is so; else `hint`. */
  readonly hintFor?: (draft: Draft) => TextKey | null;
}

export interface Option {
  readonly value: string;
  readonly label: TextKey;
}

/** How a value is edited and shown; the names of types are those of fields/FieldControl. */
export type FieldSpec = Named &
  (
    | { readonly type: "text"; readonly input?: "email"; readonly code?: boolean }
    | { readonly type: "number"; readonly min: number; readonly max: number }
    | { readonly type: "check" }
    | { readonly type: "choice"; readonly options: readonly Option[] }
    | { readonly type: "language"; readonly among?: "interface"; readonly optional?: boolean }
    | { readonly type: "channel" }
    | { readonly type: "reference"; readonly to: Noun; readonly optional?: boolean }
    | { readonly type: "references"; readonly to: Noun }
    | { readonly type: "levels"; readonly of: "languages" | "skills" }
    | { readonly type: "texts"; readonly long?: boolean }
    | { readonly type: "lines"; readonly code?: boolean }
    | { readonly type: "pairs"; readonly keys: "free" | "channels" | "products" }
    | { readonly type: "markdown"; readonly rows?: number }
    | { readonly type: "procedure" }
    | { readonly type: "files" }
    | { readonly type: "date" }
    | { readonly type: "steps" }
    | { readonly type: "settings" }
    | { readonly type: "permissions" }
  );

export type FieldType = FieldSpec["type"];
export type SpecOf<T extends FieldType> = Extract<FieldSpec, { type: T }>;

export interface Section {
  readonly title: TextKey;
  readonly hint?: TextKey;
  readonly fields: readonly FieldSpec[];
}

/** All that list and form know of a kind of record: there is no page written for one kind alone. */
export interface Kind {
  readonly noun: Noun;
  readonly icon: string;
  /** Permission to change it. */
  readonly edits: string;
  readonly title: TextKey;
  /** What it is for, in a sentence: stands above the list. */
  readonly lead: TextKey;
  readonly create: TextKey;
  readonly sections: readonly Section[];
  /** Names of fields shown in the list after the record's own name. */
  readonly columns: readonly string[];
  /** The column that a list is sorted by at first; else the name. */
  readonly sortedBy?: string;
  /** Names of fields by which the list can be narrowed. */
  readonly filters?: readonly string[];
  readonly blank: Draft;
  readonly isReadOnly?: boolean;
  /** Agents are named in conversations and stay. */
  readonly stays?: boolean;
  /** What follows when one is removed, where that is more than its absence. */
  readonly removal?: TextKey;
}

export function fieldsOf(kind: Kind): readonly FieldSpec[] {
  return kind.sections.flatMap((section) => section.fields);
}

export function fieldOf(kind: Kind, name: string): FieldSpec | undefined {
  return fieldsOf(kind).find((field) => field.name === name);
}
