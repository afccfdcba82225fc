import { useEffect, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { fullTime } from "../shared/i18n/format";
import { Badge } from "../shared/ui/Badge";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { Diff } from "../shared/ui/Diff";
import { Spinner } from "../shared/ui/Progress";
import { cellOf } from "./Cell";
import type { Editing } from "./editing";
import { attemptTo } from "./failing";
import { fieldsOf } from "./kinds/kind";
import { historyOf, nameById } from "./records";
import { isSame, type Stored, textOf } from "./values";

interface HistoryDialogProps {
  readonly editing: Editing;
  readonly locked: boolean;
  readonly onClose: () => void;
}

/** All versions of a record, newest first, each with what it changed; an old one can be brought back. */
export function HistoryDialog({ editing, locked, onClose }: HistoryDialogProps) {
  const [versions, setVersions] = useState<readonly Stored[] | null>(null);
  const { kind, stored } = editing;
  useEffect(() => {
    const id = stored.value?.id;
    if (id) void attemptTo(async () => setVersions(await historyOf(kind.noun, id)));
  }, []);

  function bringBack(version: Stored): void {
    editing.draft.value = { ...version, version: stored.value?.version ?? version.version };
    onClose();
  }

  return (
    <Dialog wide title={t("admin.history")} onClose={onClose}>
      {!versions && <Spinner label={t("common.loading")} />}
      <ol class="admin-history">
        {versions?.map((version, at) => (
          <li key={`${version.version}-${at}`}>
            <div class="admin-history-head">
              <h3>{t("admin.version", { number: version.version })}</h3>
              <Made version={version} />
              {at === 0 && <Badge tone="info">{t("admin.version.now")}</Badge>}
              {at > 0 && !locked && (
                <Button small onClick={() => bringBack(version)}>
                  {t("admin.version.back")}
                </Button>
              )}
            </div>
            <Changes editing={editing} version={version} before={versions[at + 1]} />
          </li>
        ))}
      </ol>
    </Dialog>
  );
}

/** Who made an article's version, and when; other kinds of records keep that in the audit alone. */
function Made({ version }: { version: Stored }) {
  const [kind, id] = textOf(version.updated_by).split(":");
  const at = textOf(version.updated_at);
  if (!at) return null;
  return (
    <p class="field-hint">
      {kind === "agent" && id && <span dir="auto">{nameById("agents", id)} · </span>}
      <time dateTime={at}>{fullTime(new Date(at))}</time>
    </p>
  );
}

interface ChangesProps {
  readonly editing: Editing;
  readonly version: Stored;
  readonly before: Stored | undefined;
}

function Changes({ editing, version, before }: ChangesProps) {
  if (!before) return <p class="field-hint">{t("admin.version.first")}</p>;
  const changed = fieldsOf(editing.kind).filter((field) => !isSame(version[field.name], before[field.name]));
  if (changed.length === 0) return <p class="field-hint">{t("admin.version.same")}</p>;
  return (
    <dl class="admin-changes">
      {changed.map((field) => (
        <div key={field.name}>
          <dt>{t(field.label)}</dt>
          {field.type === "markdown" ? (
            <dd class="admin-changes-text">
              <Diff
                label={t(field.label)}
                lang={textOf(version.language)}
                before={textOf(before[field.name])}
                after={textOf(version[field.name])}
              />
            </dd>
          ) : (
            <dd>
              <del>{cellOf(field, before[field.name])}</del>
              <ins>{cellOf(field, version[field.name])}</ins>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
