import { useEffect, useMemo, useRef } from "preact/hooks";
import { t } from "../shared/i18n";
import { EmptyState } from "../shared/ui/EmptyState";
import { alert } from "../shared/ui/icons";
import { Spinner } from "../shared/ui/Progress";
import { toast } from "../shared/ui/Toast";
import { ConflictDialog } from "./ConflictDialog";
import { change, type Editing, load, save, startEditing } from "./editing";
import { Extras } from "./extras/Extras";
import type { Kind } from "./kinds/kind";
import { nameOf } from "./names";
import { PageHead } from "./PageHead";
import { RecordMenu } from "./RecordMenu";
import { go, linkTo, route, unsaved } from "./route";
import { SaveBar } from "./SaveBar";
import { SectionCard } from "./SectionCard";
import { may } from "./session";

interface RecordPageProps {
  readonly kind: Kind;
  /** null for a new one. */
  readonly id: string | null;
}

/** The form of any kind of record, drawn from its description. */
export function RecordPage({ kind, id }: RecordPageProps) {
  const blank = useMemo(() => ({ ...kind.blank, ...route.value.given }), []);
  const editing = useMemo(() => startEditing(kind, blank), []);
  const form = useRef<HTMLFormElement>(null);
  const isLocked = kind.isReadOnly === true || !may(kind.edits);

  useEffect(() => {
    void load(editing, id, blank);
    const stop = editing.isDirty.subscribe((dirty) => {
      unsaved.value = dirty;
    });
    return () => {
      stop();
      unsaved.value = false;
    };
  }, []);

  async function submit(): Promise<boolean> {
    const isNew = editing.stored.value === null;
    const record = await save(editing);
    if (record) {
      toast({ text: t("admin.saved", { name: nameOf(record) }), tone: "good" });
      if (isNew) go(linkTo(kind.noun, record.id));
    } else setTimeout(() => focusFault(form.current));
    return record !== null;
  }

  const draft = editing.draft.value;
  if (editing.failure.value)
    return (
      <EmptyState icon={alert} title={t("admin.error.not_found")}>
        <a href={linkTo(kind.noun)}>{t(kind.title)}</a>
      </EmptyState>
    );
  if (!draft) return <Spinner label={t("common.loading")} />;
  return (
    <form
      ref={form}
      class="admin-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        if (editing.isDirty.value) void submit();
      }}
    >
      <PageHead
        title={headingOf(editing)}
        up={{ label: t(kind.title), href: linkTo(kind.noun) }}
        action={editing.stored.value && <RecordMenu editing={editing} locked={isLocked} />}
      />
      {editing.stored.value && (
        <Extras
          kind={kind}
          record={editing.stored.value}
          draft={draft}
          isDirty={editing.isDirty.value}
          save={submit}
          set={(name, value) => change(editing, name, value)}
        />
      )}
      {kind.sections.map((section) => (
        <SectionCard
          key={section.title}
          section={section}
          draft={draft}
          isNew={editing.stored.value === null}
          fault={editing.fault.value}
          locked={isLocked}
          set={(name, value) => change(editing, name, value)}
        />
      ))}
      {!isLocked && <SaveBar editing={editing} />}
      {editing.theirs.value && <ConflictDialog editing={editing} onKeep={() => void submit()} />}
    </form>
  );
}

function headingOf(editing: Editing): string {
  const stored = editing.stored.value;
  return stored ? nameOf(stored) : t(editing.kind.create);
}

function focusFault(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid]')?.focus();
}
