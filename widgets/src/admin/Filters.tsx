import { t } from "../shared/i18n";
import { SelectField } from "../shared/ui/SelectField";
import { TextField } from "../shared/ui/TextField";
import { wordsIn } from "./Cell";
import { type FieldSpec, fieldOf, type Kind } from "./kinds/kind";
import { type Filter, valuesOf } from "./listing";
import { recordsOf } from "./records";

interface FiltersProps {
  readonly kind: Kind;
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
  /** How many are left. */
  readonly count: number;
}

export function Filters({ kind, filter, onChange, count }: FiltersProps) {
  const records = recordsOf(kind.noun) ?? [];
  const specs = (kind.filters ?? []).flatMap((name) => fieldOf(kind, name) ?? []);
  return (
    <search class="admin-filters">
      <TextField
        label={t("common.search")}
        hideLabel
        type="search"
        placeholder={t("common.search")}
        value={filter.text}
        onInput={(text) => onChange({ ...filter, text })}
      />
      {specs.map((spec) => (
        <SelectField
          key={spec.name}
          label={t(spec.label)}
          hideLabel
          value={filter.chosen[spec.name] ?? ""}
          choices={[
            { value: "", label: t("admin.filter.any", { name: t(spec.label) }) },
            ...valuesOf(records, spec.name).map((value) => ({ value, label: labelFor(spec, value) })),
          ]}
          onChange={(value) => onChange({ ...filter, chosen: { ...filter.chosen, [spec.name]: value } })}
        />
      ))}
      <span class="admin-count" role="status">
        {t("admin.count", { count })}
      </span>
    </search>
  );
}

function labelFor(spec: FieldSpec, value: string): string {
  if (spec.type === "check") return value === "true" ? t("admin.yes") : t("admin.no");
  return wordsIn(spec, spec.type === "references" ? [value] : value);
}
