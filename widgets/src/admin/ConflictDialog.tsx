import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { cellOf } from "./Cell";
import { type Editing, keepMine, takeTheirs } from "./editing";
import { type FieldSpec, fieldsOf } from "./kinds/kind";
import { isSame } from "./values";

interface ConflictDialogProps {
  readonly editing: Editing;
  /** Mine is over theirs now: save it. */
  readonly onKeep: () => void;
}

/** Somebody else saved the record in between: says where the two differ and lets the reader decide. */
export function ConflictDialog({ editing, onKeep }: ConflictDialogProps) {
  const { stored, theirs, draft } = editing;
  const differing = fieldsOf(editing.kind).filter(
    (field) => !isSame(draft.value?.[field.name], theirs.value?.[field.name]),
  );
  const isMine = (field: FieldSpec): boolean =>
    !isSame(draft.value?.[field.name], stored.value?.[field.name]);
  const close = (): void => {
    editing.theirs.value = null;
  };
  return (
    <Dialog
      wide
      title={t("admin.conflict")}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{t("common.cancel")}</Button>
          <Button onClick={() => takeTheirs(editing)}>{t("admin.conflict.theirs")}</Button>
          <Button
            look="primary"
            onClick={() => {
              keepMine(editing);
              onKeep();
            }}
          >
            {t("admin.conflict.mine")}
          </Button>
        </>
      }
    >
      <p>{t("admin.conflict.text")}</p>
      <section class="table-scroll" tabIndex={0} aria-label={t("admin.conflict")}>
        <table class="table admin-compare">
          <thead>
            <tr>
              <th scope="col">{t("admin.conflict.field")}</th>
              <th scope="col">{t("admin.conflict.column.mine")}</th>
              <th scope="col">{t("admin.conflict.column.theirs")}</th>
            </tr>
          </thead>
          <tbody>
            {differing.map((field) => (
              <tr key={field.name}>
                <th scope="row">{t(field.label)}</th>
                <td class={isMine(field) ? "admin-compare-mine" : undefined}>
                  {isMine(field) ? cellOf(field, draft.value?.[field.name]) : t("admin.conflict.unchanged")}
                </td>
                <td>{cellOf(field, theirs.value?.[field.name])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Dialog>
  );
}
