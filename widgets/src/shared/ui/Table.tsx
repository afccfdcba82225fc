import type { ComponentChildren } from "preact";
import { cx } from "../cx";
import { Icon } from "./Icon";
import { down, up } from "./icons";
import "./table.css";

export interface Column<T> {
  readonly id: string;
  readonly label: string;
  readonly cell: (row: T) => ComponentChildren;
  /** Figures stand at the end of their cell. */
  readonly numeric?: boolean;
  readonly sortable?: boolean;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

interface TableProps<T> {
  /** Read by screen readers; the page shows its own heading. */
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** Shown instead of the table when there are no rows. */
  readonly empty: ComponentChildren;
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
}

/** Up to some hundred rows; longer lists are a `List`, or pages of a cursor. The first column names its row. */
export function Table<T>({ caption, columns, rows, keyOf, empty, sort, onSort }: TableProps<T>) {
  if (rows.length === 0) return <>{empty}</>;
  return (
    <section class="table-scroll" tabIndex={0} aria-label={caption}>
      <table class="table">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading
                key={column.id}
                column={column}
                {...(sort ? { sort } : {})}
                {...(onSort ? { onSort } : {})}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, at) => {
                const Cell = at === 0 ? "th" : "td";
                return (
                  <Cell
                    key={column.id}
                    scope={at === 0 ? "row" : undefined}
                    class={cx(column.numeric && "table-numeric")}
                  >
                    {column.cell(row)}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface HeadingProps<T> {
  readonly column: Column<T>;
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
}

function Heading<T>({ column, sort, onSort }: HeadingProps<T>) {
  const mine = sort?.column === column.id ? sort : null;
  const order = mine ? (mine.descending ? "descending" : "ascending") : undefined;
  return (
    <th scope="col" aria-sort={order} class={cx(column.numeric && "table-numeric")}>
      {column.sortable && onSort ? (
        <button
          type="button"
          class="table-sort"
          onClick={() => onSort({ column: column.id, descending: mine ? !mine.descending : false })}
        >
          {column.label}
          {mine && <Icon path={mine.descending ? down : up} size={14} />}
        </button>
      ) : (
        column.label
      )}
    </th>
  );
}
