import { useState } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { plus } from "../../shared/ui/icons";
import { type Choice, SelectField } from "../../shared/ui/SelectField";

interface AddChoiceProps {
  /** What is added: "Add a language". */
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly onAdd: (value: string) => void;
}

/** Picks one of what is not chosen yet; nothing where all is. */
export function AddChoice({ label, choices, onAdd }: AddChoiceProps) {
  const [picked, setPicked] = useState("");
  if (choices.length === 0) return null;
  const valid = choices.some((one) => one.value === picked) ? picked : "";
  return (
    <div class="admin-add">
      <SelectField
        label={label}
        hideLabel
        value={valid}
        choices={[{ value: "", label }, ...choices]}
        onChange={setPicked}
      />
      <Button
        icon={plus}
        disabled={!valid}
        onClick={() => {
          onAdd(valid);
          setPicked("");
        }}
      >
        {t("admin.add")}
      </Button>
    </div>
  );
}
