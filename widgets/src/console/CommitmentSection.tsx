import { useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { shortTime } from "../shared/i18n/format";
import { Badge } from "../shared/ui/Badge";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { plus } from "../shared/ui/icons";
import { TextField } from "../shared/ui/TextField";
import { uuid7 } from "../shared/uuid7";
import { attemptTo } from "./failing";
import { promiseWords } from "./lineWords";
import { act } from "./open";
import { Section } from "./Section";
import { localInput, tomorrowAt } from "./times";
import type { Commitment, Head } from "./types";

/** What was promised, and whether it was kept. */
export function CommitmentSection({ head }: { head: Head }) {
  const [adding, setAdding] = useState(false);
  const add = (
    <Button
      look="quiet"
      small
      icon={plus}
      label={t("console.commitment.add")}
      onClick={() => setAdding(true)}
    />
  );
  return (
    <Section title={t("console.commitments")} action={add}>
      {head.commitments.length === 0 && <p class="soft">{t("console.commitments.none")}</p>}
      <ul class="rows">
        {head.commitments.map((one) => (
          <CommitmentRow key={one.id} head={head} one={one} />
        ))}
      </ul>
      {adding && <CommitmentDialog head={head} onClose={() => setAdding(false)} />}
    </Section>
  );
}

function CommitmentRow({ head, one }: { head: Head; one: Commitment }) {
  const settle = (kept: boolean) => () =>
    void attemptTo(() => act(head.id, `commitments/${one.id}`, { kept }));
  const isLate = one.kept === null && Date.parse(one.due) < Date.now();
  return (
    <li>
      <p dir="auto">{promiseWords(one.text)}</p>
      <p class="row-line">
        <Badge tone={one.kept ? "good" : one.kept === false || isLate ? "bad" : "neutral"}>
          {one.kept === null
            ? t("console.commitment.due", { time: shortTime(new Date(one.due)) })
            : t(one.kept ? "console.commitment.kept" : "console.commitment.broken")}
        </Badge>
        {one.kept === null && (
          <>
            <Button small onClick={settle(true)}>
              {t("console.commitment.kept")}
            </Button>
            <Button small onClick={settle(false)}>
              {t("console.commitment.broken")}
            </Button>
          </>
        )}
      </p>
    </li>
  );
}

function CommitmentDialog({ head, onClose }: { head: Head; onClose: () => void }) {
  const [text, setText] = useState("");
  const [due, setDue] = useState(localInput(tomorrowAt(9)));
  const [id] = useState(uuid7);

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    const body = { id, text: text.trim(), due: new Date(due).toISOString() };
    if (await attemptTo(() => act(head.id, "commitments", body))) onClose();
  }

  return (
    <Dialog title={t("console.commitment.add")} onClose={onClose}>
      <form class="form" onSubmit={(event) => void save(event)}>
        <TextField
          label={t("console.commitment.text")}
          value={text}
          onInput={setText}
          maxLength={1000}
          required
        />
        <TextField
          label={t("console.commitment.when")}
          type="datetime-local"
          value={due}
          onInput={setDue}
          required
        />
        <div class="form-actions">
          <Button type="submit" look="primary" disabled={!text.trim() || !due}>
            {t("common.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
