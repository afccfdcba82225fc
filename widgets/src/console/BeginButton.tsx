import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { plus } from "../shared/ui/icons";
import { dialog } from "./dialogs";
import { may } from "./session";

export function BeginButton() {
  if (!may("conversations.reply")) return null;
  return (
    <Button
      look="quiet"
      icon={plus}
      label={t("console.begin")}
      popup="dialog"
      onClick={() => {
        dialog.value = "begin";
      }}
    />
  );
}
