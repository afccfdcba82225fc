import { useState } from "preact/hooks";
import { t } from "../../shared/i18n";
import { fullTime } from "../../shared/i18n/format";
import { Badge } from "../../shared/ui/Badge";
import { Button } from "../../shared/ui/Button";
import { EmptyState } from "../../shared/ui/EmptyState";
import { check, reload } from "../../shared/ui/icons";
import type { Column } from "../../shared/ui/Table";
import { toast } from "../../shared/ui/Toast";
import { attemptTo } from "../failing";
import { PageHead } from "../PageHead";
import { type Paged, usePages } from "../paging";
import { nameById } from "../records";
import { api } from "../session";
import { PagedTable } from "./PagedTable";

interface Receipt {
  readonly id: string;
  readonly inbox_id: string;
  readonly external_id: string;
  readonly error: string | null;
  readonly attempts: number;
  readonly received_at: string;
}

/** What arrived and could not be read: kept as it came, and read again after a fix. */
export function Quarantine() {
  const pages: Paged<Receipt> = usePages("/admin/quarantine");
  return (
    <>
      <PageHead title={t("admin.quarantine")} lead={t("admin.quarantine.lead")} />
      <PagedTable
        caption={t("admin.quarantine")}
        pages={pages}
        columns={columns(pages.reload)}
        keyOf={(receipt) => receipt.id}
        empty={
          <EmptyState icon={check} title={t("admin.quarantine.empty")}>
            {t("admin.quarantine.empty.hint")}
          </EmptyState>
        }
      />
    </>
  );
}

function columns(reload: () => void): readonly Column<Receipt>[] {
  return [
    {
      id: "at",
      label: t("admin.quarantine.at"),
      cell: (one) => <time dateTime={one.received_at}>{fullTime(new Date(one.received_at))}</time>,
    },
    { id: "inbox", label: t("admin.quarantine.inbox"), cell: (one) => nameById("inboxes", one.inbox_id) },
    { id: "error", label: t("admin.quarantine.error"), cell: (one) => <span dir="auto">{one.error}</span> },
    {
      id: "attempts",
      label: t("admin.quarantine.attempts"),
      numeric: true,
      cell: (one) => <Badge>{one.attempts}</Badge>,
    },
    {
      id: "retry",
      label: t("admin.quarantine.retry"),
      cell: (one) => <Retry receipt={one} onDone={reload} />,
    },
  ];
}

function Retry({ receipt, onDone }: { receipt: Receipt; onDone: () => void }) {
  const [isBusy, setBusy] = useState(false);
  async function retry(): Promise<void> {
    setBusy(true);
    await attemptTo(async () => {
      const path = `/admin/quarantine/${encodeURIComponent(receipt.id)}/retry`;
      const { state } = await api<{ state: string }>(path, { method: "POST", body: {} });
      const isRead = state !== "quarantined";
      toast({
        text: isRead ? t("admin.quarantine.read") : t("admin.quarantine.still"),
        tone: isRead ? "good" : "bad",
      });
      onDone();
    });
    setBusy(false);
  }
  return (
    <Button small icon={reload} busy={isBusy} onClick={() => void retry()}>
      {t("common.retry")}
    </Button>
  );
}
