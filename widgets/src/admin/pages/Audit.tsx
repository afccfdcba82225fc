import { t } from "../../shared/i18n";
import { fullTime } from "../../shared/i18n/format";
import { EmptyState } from "../../shared/ui/EmptyState";
import { clock } from "../../shared/ui/icons";
import type { Column } from "../../shared/ui/Table";
import { KINDS } from "../kinds";
import type { Kind, Noun } from "../kinds/kind";
import { PageHead } from "../PageHead";
import { type Paged, usePages } from "../paging";
import { nameById } from "../records";
import { linkTo } from "../route";
import { type JsonMap, wordsOf } from "../values";
import { PagedTable } from "./PagedTable";

interface AuditLine {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: JsonMap;
}

/** Who changed what, newest first. */
export function Audit() {
  const pages: Paged<AuditLine> = usePages("/admin/audit");
  return (
    <>
      <PageHead title={t("admin.audit")} lead={t("admin.audit.lead")} />
      <PagedTable
        caption={t("admin.audit")}
        pages={pages}
        columns={columns()}
        keyOf={(line) => line.id}
        empty={<EmptyState icon={clock} title={t("admin.empty")} />}
      />
    </>
  );
}

function columns(): readonly Column<AuditLine>[] {
  return [
    {
      id: "at",
      label: t("admin.audit.at"),
      cell: (line) => <time dateTime={line.at}>{fullTime(new Date(line.at))}</time>,
    },
    { id: "actor", label: t("admin.audit.actor"), cell: (line) => actorOf(line.actor) },
    { id: "action", label: t("admin.audit.action"), cell: (line) => <code>{line.action}</code> },
    { id: "subject", label: t("admin.audit.subject"), cell: (line) => <Subject line={line} /> },
    {
      id: "fields",
      label: t("admin.audit.fields"),
      cell: (line) => wordsOf(line.detail.fields).join(", "),
    },
  ];
}

function actorOf(actor: string): string {
  const [kind, id] = actor.split(":");
  return kind === "agent" && id ? nameById("agents", id) : actor;
}

function Subject({ line }: { line: AuditLine }) {
  const kind = kindIn(line.action);
  if (!kind) return <code>{line.subject}</code>;
  return <a href={linkTo(kind.noun, line.subject)}>{nameById(kind.noun, line.subject)}</a>;
}

/** `canned_reply.saved` is about one of canned-replies. */
function kindIn(action: string): Kind | null {
  const word = action.split(".")[0]?.replaceAll("_", "-") ?? "";
  const nouns: readonly string[] = [`${word}s`, `${word}es`, word.replace(/y$/, "ies")];
  const noun = nouns.find((one) => one in KINDS);
  return noun ? KINDS[noun as Noun] : null;
}
