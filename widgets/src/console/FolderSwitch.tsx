import { cx } from "../shared/cx";
import { t } from "../shared/i18n";
import { FOLDERS, folder, showFolder } from "./lists";

/** What of all conversations is listed: everything that counts, or what is taken for spam. */
export function FolderSwitch() {
  return (
    <fieldset class="modes folders">
      <legend class="visually-hidden">{t("console.folder")}</legend>
      {FOLDERS.map((one) => (
        <label key={one} class={cx("mode", folder.value === one && "mode-now")}>
          <input type="radio" name="folder" checked={folder.value === one} onChange={() => showFolder(one)} />
          {t(`console.folder.${one}`)}
        </label>
      ))}
    </fieldset>
  );
}
