import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { Icon } from "../shared/ui/Icon";
import { close, file as fileIcon } from "../shared/ui/icons";
import { Progress } from "../shared/ui/Progress";
import type { Uploading } from "./drafts";
import { removeFile } from "./uploads";

/** Files that go out with the next message. */
export function FileChips({ conversation, files }: { conversation: string; files: readonly Uploading[] }) {
  if (files.length === 0) return null;
  return (
    <ul class="chips">
      {files.map((one) => (
        <li key={one.key} class="chip">
          <Icon path={fileIcon} size={16} />
          <span dir="auto">{one.name}</span>
          {!one.stored && (
            <Progress label={t("console.file.uploading", { name: one.name })} share={one.share} />
          )}
          <Button
            look="quiet"
            small
            icon={close}
            label={t("console.file.remove", { name: one.name })}
            onClick={() => removeFile(conversation, one.key)}
          />
        </li>
      ))}
    </ul>
  );
}
