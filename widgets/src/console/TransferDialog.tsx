import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { locale, nameOfLanguage, t } from "../shared/i18n";
import { Avatar } from "../shared/ui/Avatar";
import { Badge } from "../shared/ui/Badge";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { TextArea } from "../shared/ui/TextField";
import { toast } from "../shared/ui/Toast";
import { attemptTo } from "./failing";
import { presences } from "./live";
import { act } from "./open";
import { centre, queueName } from "./session";
import type { Centre, Head, Presence } from "./types";
import "./transfer.css";

type Target = { readonly agent_id: string } | { readonly queue_id: string };
type AgentCard = Centre["agents"][number];

/** To a colleague or into a queue, with a note for whoever gets it. */
export function TransferDialog({ head, onClose }: { head: Head; onClose: () => void }) {
  const [target, setTarget] = useState<Target | null>(null);
  const [note, setNote] = useState("");

  async function transfer(): Promise<void> {
    if (!target || !(await attemptTo(() => act(head.id, "transfer", { ...target, note: note.trim() }))))
      return;
    toast({ text: t("console.transfer.done"), tone: "good" });
    onClose();
  }

  const actions = (
    <>
      <Button onClick={onClose}>{t("common.cancel")}</Button>
      <Button look="primary" disabled={!target} onClick={() => void transfer()}>
        {t("console.action.transfer")}
      </Button>
    </>
  );
  return (
    <Dialog title={t("console.transfer.title")} onClose={onClose} actions={actions} wide>
      <div class="transfer">
        <fieldset class="targets">
          <legend>{t("console.transfer.agents")}</legend>
          {agentsFor(head).map(({ agent, seen }) => (
            <TargetRow key={agent.id} onPick={() => setTarget({ agent_id: agent.id })}>
              <AgentRow agent={agent} seen={seen} />
            </TargetRow>
          ))}
        </fieldset>
        <fieldset class="targets">
          <legend>{t("console.transfer.queues")}</legend>
          {(centre.value?.queues ?? []).map((queue) => (
            <TargetRow key={queue.id} onPick={() => setTarget({ queue_id: queue.id })}>
              <span dir="auto">{queueName(queue.id)}</span>
            </TargetRow>
          ))}
        </fieldset>
        <TextArea label={t("console.transfer.note")} value={note} onInput={setNote} rows={3} />
      </div>
    </Dialog>
  );
}

function TargetRow({ onPick, children }: { onPick: () => void; children: ComponentChildren }) {
  return (
    <label class="target">
      <input type="radio" name="target" onChange={onPick} />
      {children}
    </label>
  );
}

function AgentRow({ agent, seen }: { agent: AgentCard; seen: Presence }) {
  return (
    <span class="target-agent">
      <Avatar
        name={agent.name ?? agent.id}
        presence={seen.status}
        presenceLabel={t(`console.status.${seen.status}`)}
      />
      <span class="target-words">
        <span dir="auto">{agent.name}</span>
        <span class="soft">{t("console.transfer.load", { load: seen.load, units: seen.units })}</span>
      </span>
      <span class="target-languages">
        {Object.keys(agent.languages).map((tag) => (
          <Badge key={tag}>{nameOfLanguage(tag, locale.value.tag)}</Badge>
        ))}
      </span>
    </span>
  );
}

/** Those who are here and speak the language first. */
function agentsFor(head: Head): readonly { agent: AgentCard; seen: Presence }[] {
  const seenOf = (agent: AgentCard): Presence =>
    presences.value.get(agent.id) ?? {
      agent_id: agent.id,
      status: agent.status,
      load: agent.load,
      units: agent.units,
      reason: null,
    };
  const rank = ({ agent, seen }: { agent: AgentCard; seen: Presence }): number =>
    (seen.status === "online" ? 0 : seen.status === "away" ? 2 : 4) +
    (head.language && agent.languages[head.language] ? 0 : 1);
  return (centre.value?.agents ?? [])
    .filter((agent) => agent.id !== head.agent_id)
    .map((agent) => ({ agent, seen: seenOf(agent) }))
    .sort((a, b) => rank(a) - rank(b) || a.seen.load - b.seen.load);
}
