import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { type Editing, undo } from "./editing";

/** Stays at the bottom while there is something to save. */
export function SaveBar({ editing }: { editing: Editing }) {
  const isNew = editing.stored.value === null;
  if (!isNew && !editing.isDirty.value) return null;
  return (
    <div class="admin-save">
      <span role="status">{isNew ? "" : t("admin.unsaved")}</span>
      {!isNew && <Button onClick={() => undo(editing)}>{t("admin.undo_changes")}</Button>}
      <Button look="primary" type="submit" busy={editing.isBusy.value}>
        {isNew ? t("admin.create") : t("common.save")}
      </Button>
    </div>
  );
}
