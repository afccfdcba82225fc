import { locale, nameOfLanguage, t } from "../shared/i18n";
import { Badge, type Tone } from "../shared/ui/Badge";
import { Button } from "../shared/ui/Button";
import { back, check, person, reload } from "../shared/ui/icons";
import { attemptTo } from "./failing";
import { act, close } from "./open";
import { agentName, channelName, me, queueName } from "./session";
import type { Head, State } from "./types";

const TONES: Readonly<Record<State, Tone>> = {
  new: "info",
  answered: "info",
  waiting: "warn",
  offered: "warn",
  assigned: "good",
  snoozed: "neutral",
  resolved: "neutral",
};

export function PaneHeader({ head }: { head: Head }) {
  return (
    <header class="pane-head">
      <Button class="pane-back" look="quiet" icon={back} mirrors label={t("common.back")} onClick={close} />
      <div class="pane-who">
        <h2 dir="auto">{head.contact_name}</h2>
        <p class="pane-marks">
          <Badge tone={TONES[head.state]}>{stateWords(head)}</Badge>
          {head.language && <span>{nameOfLanguage(head.language, locale.value.tag)}</span>}
          <span>{channelName(head.channel)}</span>
          <span class="pane-reference">{head.reference}</span>
        </p>
      </div>
      <Actions head={head} />
    </header>
  );
}

function stateWords(head: Head): string {
  if (head.state === "assigned" && head.agent_id !== me.value?.agent.id) return agentName(head.agent_id);
  if (head.state === "assigned") return t("console.state.mine");
  if (head.state === "waiting" && head.queue_id)
    return t("console.state.in_queue", { queue: queueName(head.queue_id) });
  return t(`console.state.${head.state}`);
}

function Actions({ head }: { head: Head }) {
  const isMine = head.agent_id === me.value?.agent.id;
  const run = (verb: string) => () => void attemptTo(() => act(head.id, verb));
  if (head.state === "resolved")
    return (
      <Button icon={reload} onClick={run("reopen")}>
        {t("console.action.reopen")}
      </Button>
    );
  return (
    <div class="pane-actions">
      {!isMine && (
        <Button icon={person} onClick={run("take")}>
          {t("console.action.take")}
        </Button>
      )}
      <Button icon={check} onClick={run("resolve")}>
        {t("console.action.resolve")}
      </Button>
    </div>
  );
}
