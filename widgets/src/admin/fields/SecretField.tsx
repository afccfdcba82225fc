import { useRef } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/TextField";
import { KEPT } from "../settings";

interface SecretProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly disabled: boolean;
  readonly onChange: (value: string) => void;
}

/** A secret is written and never read: one that the server has stays until another is typed or it is removed. */
export function SecretField({ value, onChange, hint, ...common }: SecretProps) {
  const isStored = useRef(false);
  if (value === KEPT) isStored.current = true;
  const isKept = value === KEPT;
  return (
    <div class="admin-secret">
      <TextField
        {...common}
        type="password"
        autocomplete="new-password"
        value={isKept ? "" : value}
        onInput={(text) => onChange(text === "" && isStored.current ? KEPT : text)}
        {...(isKept ? { placeholder: t("admin.secret.kept") } : {})}
        hint={isKept ? t("admin.secret.kept.hint") : hint}
      />
      {isKept && !common.disabled && (
        <Button
          small
          look="quiet"
          label={t("admin.secret.remove.one", { name: common.label })}
          onClick={() => {
            isStored.current = false;
            onChange("");
          }}
        >
          {t("admin.secret.remove")}
        </Button>
      )}
    </div>
  );
}
