import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { Problem } from "../shared/api";
import { t } from "../shared/i18n";
import { toast } from "../shared/ui/Toast";
import { wordsFor, wordsForValue } from "./failing";
import { fieldsOf, type Kind } from "./kinds/kind";
import { readRecord, saveRecord } from "./records";
import { type Draft, isMap, isSame, type Json, type Stored } from "./values";

/** What is wrong and where: the path is that of the API (`steps[0].after_seconds`). */
export interface Fault {
  readonly path: string;
  readonly text: string;
}

/** One record in a form: as it is stored, and as the reader wants it. */
export interface Editing {
  readonly kind: Kind;
  readonly stored: Signal<Stored | null>;
  readonly draft: Signal<Draft | null>;
  readonly fault: Signal<Fault | null>;
  /** What somebody else saved in between, while that is not settled. */
  readonly theirs: Signal<Stored | null>;
  readonly failure: Signal<string | null>;
  readonly isBusy: Signal<boolean>;
  readonly isDirty: ReadonlySignal<boolean>;
}

export function startEditing(kind: Kind, given: Draft): Editing {
  const stored = signal<Stored | null>(null);
  const draft = signal<Draft | null>(null);
  const blank = { ...kind.blank, ...given };
  return {
    kind,
    stored,
    draft,
    fault: signal(null),
    theirs: signal(null),
    failure: signal(null),
    isBusy: signal(false),
    isDirty: computed(() => draft.value !== null && !isSame(draft.value, stored.value ?? blank)),
  };
}

/** Reads record `id`, or starts a new one from `blank` where it is null. */
export async function load(editing: Editing, id: string | null, blank: Draft): Promise<void> {
  editing.failure.value = null;
  if (id === null) {
    editing.draft.value = blank;
    return;
  }
  try {
    shown(editing, await readRecord(editing.kind.noun, id));
  } catch (problem) {
    editing.failure.value = wordsFor(problem);
  }
}

export function change(editing: Editing, name: string, value: Json): void {
  editing.draft.value = { ...editing.draft.value, [name]: value };
  if (editing.fault.value && fieldAt(editing.fault.value.path) === name) editing.fault.value = null;
}

/** The stored record, or null where it was refused; what is wrong is then in `fault` or `theirs`. */
export async function save(editing: Editing): Promise<Stored | null> {
  const draft = editing.draft.value;
  if (!draft || editing.isBusy.value) return null;
  editing.fault.value = missing(editing.kind, draft);
  if (editing.fault.value) return null;
  editing.isBusy.value = true;
  try {
    const record = await saveRecord(editing.kind.noun, draft, editing.stored.value?.version ?? null);
    shown(editing, record);
    return record;
  } catch (problem) {
    await refused(editing, problem);
    return null;
  } finally {
    editing.isBusy.value = false;
  }
}

async function refused(editing: Editing, problem: unknown): Promise<void> {
  const stored = editing.stored.value;
  if (problem instanceof Problem && problem.code === "stale" && stored) {
    editing.theirs.value = await readRecord(editing.kind.noun, stored.id).catch(() => null);
    if (editing.theirs.value) return;
  }
  if (problem instanceof Problem && problem.path) {
    editing.fault.value = { path: problem.path, text: wordsForValue(problem.detail) };
    if (fieldsOf(editing.kind).some((field) => field.name === fieldAt(problem.path ?? ""))) return;
  }
  toast({ text: wordsFor(problem), tone: "bad" });
}

/** Mine where I changed something, theirs elsewhere; to be saved over theirs. */
export function keepMine(editing: Editing): void {
  const [base, theirs, mine] = [editing.stored.value, editing.theirs.value, editing.draft.value];
  if (!base || !theirs || !mine) return;
  const changed = Object.entries(mine).filter(([name, value]) => !isSame(value, base[name]));
  editing.stored.value = theirs;
  editing.draft.value = { ...theirs, ...Object.fromEntries(changed.filter(([name]) => name !== "version")) };
  editing.theirs.value = null;
}

export function takeTheirs(editing: Editing): void {
  if (editing.theirs.value) shown(editing, editing.theirs.value);
}

export function undo(editing: Editing): void {
  editing.draft.value = editing.stored.value;
  editing.fault.value = null;
}

/** The field that a path of the API begins with. */
export function fieldAt(path: string): string {
  return /^[\w-]+/.exec(path)?.[0] ?? "";
}

function shown(editing: Editing, record: Stored): void {
  editing.stored.value = record;
  editing.draft.value = record;
  editing.fault.value = null;
  editing.theirs.value = null;
}

function missing(kind: Kind, draft: Draft): Fault | null {
  const field = fieldsOf(kind).find((one) => one.required && isEmpty(draft[one.name]));
  return field ? { path: field.name, text: t("admin.error.required") } : null;
}

function isEmpty(value: Json | undefined): boolean {
  if (isMap(value)) return Object.values(value).every((one) => one === "");
  return value === undefined || value === null || String(value).trim() === "";
}
