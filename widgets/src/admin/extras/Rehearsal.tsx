import { useState } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { list } from "../../shared/ui/icons";
import { attemptTo } from "../failing";
import { api } from "../session";
import type { Stored } from "../values";
import { ExtraCard } from "./ExtraCard";

interface Rehearsed {
  readonly questions: number;
  readonly answered: number;
  readonly suggested: number;
  readonly handed_over: number;
  readonly samples: readonly Sample[];
}

interface Sample {
  readonly conversation: string;
  readonly question: string;
  readonly article: string;
}

/** What automatic answers would have done with the inbox's latest conversations, before they are turned on. */
export function Rehearsal({ inbox }: { inbox: Stored }) {
  const [found, setFound] = useState<Rehearsed | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function look(): Promise<void> {
    setBusy(true);
    await attemptTo(async () => {
      const path = `/admin/inboxes/${encodeURIComponent(inbox.id)}/rehearsal`;
      setFound(await api<Rehearsed>(path, { method: "POST", body: {} }));
    });
    setBusy(false);
  }

  return (
    <ExtraCard title={t("admin.rehearsal")} hint={t("admin.rehearsal.hint")}>
      <div class="admin-connection-try">
        <Button icon={list} busy={isBusy} onClick={() => void look()}>
          {t("admin.rehearsal.look")}
        </Button>
        <div role="status">{found && <Words found={found} />}</div>
      </div>
      {found && found.samples.length > 0 && <Samples samples={found.samples} />}
    </ExtraCard>
  );
}

function Words({ found: { questions, answered, suggested, handed_over } }: { found: Rehearsed }) {
  if (questions === 0) return <p class="field-hint">{t("admin.rehearsal.none")}</p>;
  return <p>{t("admin.rehearsal.found", { count: questions, answered, suggested, handed_over })}</p>;
}

function Samples({ samples }: { samples: readonly Sample[] }) {
  return (
    <table class="admin-rehearsal">
      <thead>
        <tr>
          <th>{t("admin.rehearsal.question")}</th>
          <th>{t("admin.rehearsal.article")}</th>
        </tr>
      </thead>
      <tbody>
        {samples.map((one) => (
          <tr key={one.conversation}>
            <td dir="auto">{one.question}</td>
            <td dir="auto">{one.article}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
