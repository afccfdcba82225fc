import { useState } from "preact/hooks";
import { t } from "../../shared/i18n";
import { fullTime } from "../../shared/i18n/format";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { EmptyState } from "../../shared/ui/EmptyState";
import { plus, shield } from "../../shared/ui/icons";
import type { Column } from "../../shared/ui/Table";
import { attemptTo } from "../failing";
import { PageHead } from "../PageHead";
import { type Paged, usePages } from "../paging";
import { nameById } from "../records";
import { api } from "../session";
import { NewToken } from "./NewToken";
import { PagedTable } from "./PagedTable";

interface Token {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly agent: string | null;
  readonly created_at: string;
}

/** Tokens with which programs use the API; a token itself is shown once, when it is made. */
export function Tokens() {
  const pages: Paged<Token> = usePages("/admin/tokens");
  const [dialog, setDialog] = useState<"new" | Token | null>(null);
  const create = (
    <Button look="primary" icon={plus} popup="dialog" onClick={() => setDialog("new")}>
      {t("admin.tokens.create")}
    </Button>
  );
  return (
    <>
      <PageHead title={t("admin.tokens")} lead={t("admin.tokens.lead")} action={create} />
      <PagedTable
        caption={t("admin.tokens")}
        pages={pages}
        columns={columns(setDialog)}
        keyOf={(token) => token.id}
        empty={
          <EmptyState icon={shield} title={t("admin.empty")} action={create}>
            {t("admin.tokens.lead")}
          </EmptyState>
        }
      />
      {dialog === "new" && <NewToken onMade={pages.reload} onClose={() => setDialog(null)} />}
      {dialog && dialog !== "new" && (
        <Withdrawal token={dialog} onDone={pages.reload} onClose={() => setDialog(null)} />
      )}
    </>
  );
}

function columns(withdraw: (token: Token) => void): readonly Column<Token>[] {
  return [
    { id: "name", label: t("admin.field.name"), cell: (token) => token.name },
    { id: "role", label: t("admin.field.role"), cell: (token) => nameById("roles", token.role) },
    {
      id: "agent",
      label: t("admin.tokens.agent"),
      cell: (token) => (token.agent ? nameById("agents", token.agent) : ""),
    },
    {
      id: "created",
      label: t("admin.tokens.made"),
      cell: (token) => <time dateTime={token.created_at}>{fullTime(new Date(token.created_at))}</time>,
    },
    {
      id: "withdraw",
      label: t("admin.tokens.withdraw"),
      cell: (token) => (
        <Button small popup="dialog" onClick={() => withdraw(token)}>
          {t("admin.tokens.withdraw")}
        </Button>
      ),
    },
  ];
}

interface WithdrawalProps {
  readonly token: Token;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function Withdrawal({ token, onDone, onClose }: WithdrawalProps) {
  async function withdraw(): Promise<void> {
    const path = `/admin/tokens/${encodeURIComponent(token.id)}`;
    if (await attemptTo(() => api(path, { method: "DELETE" }))) onDone();
    onClose();
  }
  return (
    <Dialog
      title={t("admin.tokens.withdraw.title", { name: token.name })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button look="danger" onClick={() => void withdraw()}>
            {t("admin.tokens.withdraw")}
          </Button>
        </>
      }
    >
      <p>{t("admin.tokens.withdraw.text")}</p>
    </Dialog>
  );
}
