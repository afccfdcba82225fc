import { locale } from "../shared/i18n";
import type { Sort } from "../shared/ui/Table";
import { wordsIn } from "./Cell";
import { fieldOf, fieldsOf, type Kind } from "./kinds/kind";
import { nameOf } from "./names";
import { listOf, type Stored, textOf } from "./values";

/** What a list is narrowed to; of `chosen`, "" means anything. */
export interface Filter {
  readonly text: string;
  readonly chosen: Readonly<Record<string, string>>;
}

export function found(kind: Kind, records: readonly Stored[], filter: Filter, sort: Sort): readonly Stored[] {
  const fitting = records.filter((record) => fits(record, filter) && says(kind, record, filter.text));
  const order = new Intl.Collator(locale.value.tag, { numeric: true });
  const key = (record: Stored): string => sortKey(kind, record, sort.column);
  const sorted = [...fitting].sort((a, b) => order.compare(key(a), key(b)));
  return sort.descending ? sorted.reverse() : sorted;
}

function fits(record: Stored, filter: Filter): boolean {
  return Object.entries(filter.chosen).every(([name, wanted]) => {
    const value = record[name];
    return wanted === "" || String(value) === wanted || listOf(value).includes(wanted);
  });
}

/** Every word of the search is somewhere in the record's name, id or fields. */
function says(kind: Kind, record: Stored, text: string): boolean {
  if (!text.trim()) return true;
  const fields = fieldsOf(kind).map((field) => wordsIn(field, record[field.name]));
  const all = [nameOf(record), record.id, ...fields].join("\n").toLocaleLowerCase();
  return text
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function sortKey(kind: Kind, record: Stored, column: string): string {
  const spec = fieldOf(kind, column);
  return column === "name" || !spec ? nameOf(record) : wordsIn(spec, record[column]);
}

/** The values that records have in a field, to narrow by. */
export function valuesOf(records: readonly Stored[], name: string): readonly string[] {
  const values = records.flatMap((record) => {
    const value = record[name];
    return Array.isArray(value)
      ? value.map(textOf)
      : [typeof value === "boolean" ? String(value) : textOf(value)];
  });
  return [...new Set(values)].filter(Boolean);
}
