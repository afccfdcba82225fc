import type { ComponentChildren } from "preact";
import { t } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { Spinner } from "../../shared/ui/Progress";
import { type Column, Table } from "../../shared/ui/Table";
import type { Paged } from "../paging";

interface PagedTableProps<T> {
  readonly caption: string;
  readonly pages: Paged<T>;
  readonly columns: readonly Column<T>[];
  readonly keyOf: (row: T) => string;
  readonly empty: ComponentChildren;
}

export function PagedTable<T>({ pages, ...table }: PagedTableProps<T>) {
  if (pages.items === null) return <Spinner label={t("common.loading")} />;
  return (
    <>
      <Table {...table} rows={pages.items} />
      {pages.more && (
        <div class="admin-more">
          <Button onClick={pages.more}>{t("admin.more")}</Button>
        </div>
      )}
    </>
  );
}
