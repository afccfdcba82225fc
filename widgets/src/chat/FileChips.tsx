// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { close } from "../shared/ui/icons";
import { Progress } from "../shared/ui/Progress";
import { remove } from "./files";
import { uploads } from "./state";

export function FileChips() {
  if (uploads.value.length === 0) return null;
  return (
    <ul class="chips">
      {uploads.value.map((one) => (
        <li key={one.key} class="chip">
          <span dir="auto">{one.name}</span>
          {!one.stored && (
            <Progress label={t("widget.file.uploading", { name: one.name })} share={one.share} />
          )}
          <Button
            look="quiet"
            small
            icon={close}
            label={t("widget.file.remove", { name: one.name })}
            onClick={() => remove(one.key)}
          />
        </li>
      ))}
    </ul>
  );
}
