import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { leave, wanted } from "./route";

/** Asks before unsaved changes are lost. */
export function LeaveDialog() {
  const stay = (): void => {
    wanted.value = null;
  };
  return (
    <Dialog
      title={t("admin.leave")}
      onClose={stay}
      actions={
        <>
          <Button onClick={leave}>{t("admin.leave.anyway")}</Button>
          <Button look="primary" onClick={stay}>
            {t("admin.leave.stay")}
          </Button>
        </>
      }
    >
      <p>{t("admin.leave.text")}</p>
    </Dialog>
  );
}
