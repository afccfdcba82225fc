import { useId } from "preact/hooks";
import { t } from "../../shared/i18n";

interface LevelPickerProps {
  /** Whose level it is: "Russian". */
  readonly of: string;
  readonly level: number;
  readonly onPick: (level: number) => void;
  readonly disabled: boolean;
  /** 0 where "none needed" is a choice. */
  readonly lowest?: 0 | 1;
}

/** A level from 1 to 5 as five buttons of one radio group. */
export function LevelPicker({ of, level, onPick, disabled, lowest = 1 }: LevelPickerProps) {
  const name = useId();
  const levels = lowest === 0 ? [0, 1, 2, 3, 4, 5] : [1, 2, 3, 4, 5];
  return (
    <div class="admin-level" role="radiogroup" aria-label={t("admin.level.of", { name: of })}>
      {levels.map((one) => (
        <label key={one} class="admin-level-one">
          <input
            type="radio"
            name={name}
            checked={one === level}
            disabled={disabled}
            aria-label={t("admin.level", { level: one })}
            onChange={() => onPick(one)}
          />
          <span class="admin-level-number" aria-hidden="true">
            {one}
          </span>
        </label>
      ))}
    </div>
  );
}
