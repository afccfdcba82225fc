import type { ComponentChild } from "preact";
import { type TextKey, t } from "../../shared/i18n";
import { fullTime } from "../../shared/i18n/format";
import { EmptyState } from "../../shared/ui/EmptyState";
import { clock } from "../../shared/ui/icons";
import type { Column } from "../../shared/ui/Table";
import { KINDS } from "../kinds";
import { fieldOf, type Kind, type Noun } from "../kinds/kind";
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
    { id: "action", label: t("admin.audit.action"), cell: (line) => actionOf(line.action) },
    { id: "subject", label: t("admin.audit.subject"), cell: (line) => <Subject line={line} /> },
    {
      id: "fields",
      label: t("admin.audit.fields"),
      cell: (line) => fieldsIn(line),
    },
  ];
}

const VERBS: Readonly<Record<string, TextKey>> = {
  saved: "admin.audit.saved",
  removed: "admin.audit.removed",
  invited: "admin.audit.invited",
  created: "admin.audit.created",
  withdrawn: "admin.audit.withdrawn",
  blocked: "admin.audit.blocked",
  unblocked: "admin.audit.unblocked",
  merged: "admin.audit.merged",
};

/** `team.saved` as "Teams: saved"; what has no words here is shown as it is stored. */
function actionOf(action: string): ComponentChild {
  const verb = VERBS[action.split(".")[1] ?? ""];
  const kind = kindIn(action);
  const noun = kind ? t(kind.title) : action.startsWith("token.") ? t("admin.tokens") : null;
  if (!verb || !noun) return <code>{action}</code>;
  return <span class="admin-nowrap">{t("admin.audit.did", { noun, verb: t(verb) })}</span>;
}

function actorOf(actor: string): string {
  const [kind, id] = actor.split(":");
  return kind === "agent" && id ? nameById("agents", id) : actor;
}

function fieldsIn(line: AuditLine): string {
  const kind = kindIn(line.action);
  const labels = wordsOf(line.detail.fields).map((name) => {
    const spec = kind ? fieldOf(kind, name) : undefined;
    return spec ? t(spec.label) : name;
  });
  return labels.join(", ");
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
