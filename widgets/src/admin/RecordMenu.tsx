import { useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { clock, trash } from "../shared/ui/icons";
import { toast } from "../shared/ui/Toast";
import type { Editing } from "./editing";
import { attemptTo, wordsFor } from "./failing";
import { HistoryDialog } from "./HistoryDialog";
import { nameOf } from "./names";
import { removeRecord, saveRecord } from "./records";
import { go, linkTo, unsaved } from "./route";

/** What can be done with a record beside changing it. */
export function RecordMenu({ editing, locked }: { editing: Editing; locked: boolean }) {
  const [open, setOpen] = useState<"history" | "removal" | null>(null);
  const { kind } = editing;
  return (
    <>
      {!kind.isReadOnly && (
        <Button icon={clock} popup="dialog" onClick={() => setOpen("history")}>
          {t("admin.history")}
        </Button>
      )}
      {!locked && !kind.stays && (
        <Button icon={trash} popup="dialog" onClick={() => setOpen("removal")}>
          {t("admin.remove")}
        </Button>
      )}
      {open === "history" && (
        <HistoryDialog editing={editing} locked={locked} onClose={() => setOpen(null)} />
      )}
      {open === "removal" && <RemovalDialog editing={editing} onClose={() => setOpen(null)} />}
    </>
  );
}

function RemovalDialog({ editing, onClose }: { editing: Editing; onClose: () => void }) {
  const { kind, stored } = editing;
  const [refusal, setRefusal] = useState<string | null>(null);
  const record = stored.value;
  if (!record) return null;
  const name = nameOf(record);

  async function remove(): Promise<void> {
    if (!record) return;
    try {
      await removeRecord(kind.noun, record);
    } catch (problem) {
      setRefusal(wordsFor(problem));
      return;
    }
    unsaved.value = false;
    go(linkTo(kind.noun));
    const restore = (): void => {
      void attemptTo(() => saveRecord(kind.noun, record, null));
    };
    toast({ text: t("admin.removed", { name }), action: { label: t("admin.undo"), run: restore } });
  }

  return (
    <Dialog
      title={t("admin.remove.title", { name })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button look="danger" onClick={() => void remove()}>
            {t("admin.remove")}
          </Button>
        </>
      }
    >
      <p>{t(kind.removal ?? "admin.remove.text")}</p>
      {refusal && (
        <p class="field-error" role="alert">
          {refusal}
        </p>
      )}
    </Dialog>
  );
}
