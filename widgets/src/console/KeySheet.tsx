import { t } from "../shared/i18n";
import { CheckField } from "../shared/ui/CheckField";
import { Dialog } from "../shared/ui/Dialog";
import { keysAreOn, SHORTCUTS, switchKeys } from "./keys";

/** All keys on one sheet. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t("console.keys")} onClose={onClose} wide>
      <dl class="keys">
        {SHORTCUTS.map(({ key, words }) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(words)}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>/</kbd>
          </dt>
          <dd>{t("console.keys.canned")}</dd>
        </div>
      </dl>
      <CheckField
        look="switch"
        label={t("console.keys.on")}
        checked={keysAreOn.value}
        onChange={switchKeys}
      />
    </Dialog>
  );
}
