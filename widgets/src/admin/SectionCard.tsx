import { useId } from "preact/hooks";
import { cx } from "../shared/cx";
import { t } from "../shared/i18n";
import { type Fault, fieldAt } from "./editing";
import { FieldControl } from "./fields/FieldControl";
import type { FieldSpec, Section } from "./kinds/kind";
import type { Draft, Json } from "./values";

interface SectionCardProps {
  readonly section: Section;
  readonly draft: Draft;
  readonly isNew: boolean;
  readonly fault: Fault | null;
  readonly locked: boolean;
  readonly set: (name: string, value: Json) => void;
}

/** A few fields that belong together; what they are for stands beside them. */
export function SectionCard({ section, draft, isNew, fault, locked, set }: SectionCardProps) {
  const id = useId();
  return (
    <section class="admin-section" aria-labelledby={id}>
      <div class="admin-section-words">
        <h2 id={id}>{t(section.title)}</h2>
        {section.hint && <p>{t(section.hint)}</p>}
      </div>
      <div class="admin-card">
        {section.fields
          .filter(({ isFor }) => isFor?.(draft) ?? true)
          .map((spec) => (
            <div key={spec.name} class={cx("admin-field", spec.half && "admin-field-half")}>
              <FieldControl
                spec={{
                  ...spec,
                  hint: isFixed(spec, isNew) ? undefined : (spec.hintFor?.(draft) ?? spec.hint),
                }}
                value={draft[spec.name]}
                draft={draft}
                set={set}
                onChange={(value) => set(spec.name, value)}
                error={errorAt(spec, fault)}
                disabled={locked || isFixed(spec, isNew)}
              />
            </div>
          ))}
      </div>
    </section>
  );
}

function isFixed(spec: FieldSpec, isNew: boolean): boolean {
  return spec.once === true && !isNew;
}

/** The fault's words at its field; deeper paths (`steps[1].after_seconds`) say where in it. */
function errorAt(spec: FieldSpec, fault: Fault | null): string | null {
  if (!fault || fieldAt(fault.path) !== spec.name) return null;
  const where = fault.path.slice(spec.name.length).replace(/^\./, "");
  return where ? `${where}: ${fault.text}` : fault.text;
}
