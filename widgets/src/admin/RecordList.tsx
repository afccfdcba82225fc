import { useEffect, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { EmptyState } from "../shared/ui/EmptyState";
import { Icon } from "../shared/ui/Icon";
import { plus, search as searchIcon } from "../shared/ui/icons";
import { Spinner } from "../shared/ui/Progress";
import { type Column, type Sort, Table } from "../shared/ui/Table";
import { cellOf } from "./Cell";
import { InboxState } from "./extras/InboxState";
import { Filters } from "./Filters";
import { attemptTo } from "./failing";
import { fieldOf, type Kind } from "./kinds/kind";
import { type Filter, found } from "./listing";
import { nameOf } from "./names";
import { PageHead } from "./PageHead";
import { recordsOf, refresh } from "./records";
import { linkTo, NEW } from "./route";
import { may } from "./session";
import type { Stored } from "./values";

const AT_ONCE = 200;

/** All records of a kind: searched, narrowed, sorted, each a link to its form. */
export function RecordList({ kind }: { kind: Kind }) {
  const [filter, setFilter] = useState<Filter>({ text: "", chosen: {} });
  const [sort, setSort] = useState<Sort>({ column: kind.sortedBy ?? "name", descending: false });
  const [shown, setShown] = useState(AT_ONCE);
  const all = recordsOf(kind.noun);
  useEffect(() => void attemptTo(() => refresh(kind.noun)), []);
  const rows = found(kind, all ?? [], filter, sort);
  return (
    <>
      <PageHead title={t(kind.title)} lead={t(kind.lead)} action={<NewLink kind={kind} />} />
      {all !== null && all.length > 0 && (
        <Filters kind={kind} filter={filter} onChange={setFilter} count={rows.length} />
      )}
      {all === null ? (
        <Spinner label={t("common.loading")} />
      ) : (
        <Table
          caption={t(kind.title)}
          columns={columnsOf(kind)}
          rows={rows.slice(0, shown)}
          keyOf={(row) => row.id}
          sort={sort}
          onSort={setSort}
          empty={<Nothing kind={kind} none={all.length === 0} />}
        />
      )}
      {rows.length > shown && (
        <div class="admin-more">
          <Button onClick={() => setShown(shown + AT_ONCE)}>{t("admin.more")}</Button>
        </div>
      )}
    </>
  );
}

function columnsOf(kind: Kind): readonly Column<Stored>[] {
  const name: Column<Stored> = {
    id: "name",
    label: t((fieldOf(kind, "name") ?? fieldOf(kind, "title"))?.label ?? "admin.field.name"),
    sortable: true,
    cell: (row) => (
      <a class="admin-name" href={linkTo(kind.noun, row.id)}>
        {nameOf(row)}
      </a>
    ),
  };
  const others = kind.columns.flatMap((column) => {
    const spec = fieldOf(kind, column);
    if (!spec) return [];
    const one: Column<Stored> = {
      id: column,
      label: t(spec.label),
      sortable: true,
      cell: (row) => cellOf(spec, row[column]),
    };
    return [one];
  });
  return kind.noun === "inboxes" ? [name, inboxState(), ...others] : [name, ...others];
}

function inboxState(): Column<Stored> {
  return { id: "state", label: t("admin.inbox.state"), cell: (row) => <InboxState inbox={row} /> };
}

function NewLink({ kind }: { kind: Kind }) {
  if (kind.isReadOnly || !may(kind.edits)) return null;
  return (
    <a class="button button-primary" href={linkTo(kind.noun, NEW)}>
      <Icon path={plus} />
      {t(kind.create)}
    </a>
  );
}

function Nothing({ kind, none }: { kind: Kind; none: boolean }) {
  return none ? (
    <EmptyState icon={kind.icon} title={t("admin.empty")} action={<NewLink kind={kind} />}>
      {t(kind.lead)}
    </EmptyState>
  ) : (
    <EmptyState icon={searchIcon} title={t("admin.found.nothing")}>
      {t("admin.found.nothing.hint")}
    </EmptyState>
  );
}
