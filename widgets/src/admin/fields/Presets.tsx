import { t } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import type { JsonMap } from "../values";
import { PRESETS, presetOf } from "./providers";

interface PresetsProps {
  readonly channel: string;
  readonly settings: JsonMap;
  readonly onPick: (settings: JsonMap) => void;
}

/** Providers to choose from: their servers are filled in, and what has to be done there is said. */
export function Presets({ channel, settings, onPick }: PresetsProps) {
  const presets = PRESETS[channel] ?? [];
  const now = presetOf(presets, settings);
  if (presets.length === 0) return null;
  return (
    <div class="admin-presets">
      <fieldset class="admin-chips">
        <legend class="field-label">{t("admin.preset")}</legend>
        {presets.map((preset) => (
          <Button
            key={preset.label}
            pressed={preset === now}
            onClick={() => onPick({ ...settings, ...preset.settings })}
          >
            {t(preset.label)}
          </Button>
        ))}
      </fieldset>
      {now && <p class="field-hint">{t(now.hint)}</p>}
    </div>
  );
}
