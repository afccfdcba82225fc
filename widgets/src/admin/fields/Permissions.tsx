import { t } from "../../shared/i18n";
import { wordsOf } from "../values";
import { type ControlProps, framed } from "./control";
import { Group } from "./Group";

/** What a role may do, by the door it opens: read only. */
export function PermissionsControl(props: ControlProps<"permissions">) {
  const { label, error } = framed(props);
  const areas = byArea(wordsOf(props.value));
  return (
    <Group label={label} error={error}>
      <dl class="admin-permissions">
        {areas.map(([area, names]) => (
          <div key={area}>
            <dt>{area || t("admin.permission.general")}</dt>
            <dd>{names.join(", ")}</dd>
          </div>
        ))}
      </dl>
    </Group>
  );
}

function byArea(permissions: readonly string[]): [string, string[]][] {
  const areas = new Map<string, string[]>();
  for (const permission of [...permissions].sort()) {
    const [area = "", name] = permission.includes(".") ? permission.split(".") : ["", permission];
    areas.set(area, [...(areas.get(area) ?? []), name ?? area]);
  }
  return [...areas];
}
