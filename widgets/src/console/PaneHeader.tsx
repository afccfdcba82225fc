import { t } from "../shared/i18n";
import { Badge, type Tone } from "../shared/ui/Badge";
import { Button } from "../shared/ui/Button";
import { back, info, person, reload, transfer as transferIcon } from "../shared/ui/icons";
import { ConversationMenu } from "./ConversationMenu";
import { panelIsOver } from "./details";
import { dialog } from "./dialogs";
import { attemptTo } from "./failing";
import { LanguageMenu } from "./LanguageMenu";
import { act, close } from "./open";
import { ResolveMenu } from "./ResolveMenu";
import { SnoozeMenu } from "./SnoozeMenu";
import { agentName, channelName, me, queueName, shownName } from "./session";
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

/** Who it is with, where it stands, and what can be done with it. */
export function PaneHeader({ head }: { head: Head }) {
  return (
    <header class="pane-head">
      <Button class="pane-back" look="quiet" icon={back} mirrors label={t("common.back")} onClick={close} />
      <div class="pane-who">
        <h2 dir="auto">{shownName(head)}</h2>
        <p class="pane-marks">
          <Badge tone={TONES[head.state]}>{stateWords(head)}</Badge>
          <span>{channelName(head.channel)}</span>
          {head.subject && (
            <span class="pane-subject" dir="auto">
              {head.subject}
            </span>
          )}
          {head.contact_name && <span class="pane-reference">{head.reference}</span>}
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
  const run = (verb: string) => () => void attemptTo(() => act(head.id, verb));
  return (
    <div class="pane-actions">
      <LanguageMenu head={head} />
      {head.state === "resolved" ? (
        <Button icon={reload} onClick={run("reopen")}>
          {t("console.action.reopen")}
        </Button>
      ) : (
        <OpenActions head={head} />
      )}
      <span class="pane-action" data-action="more">
        <ConversationMenu head={head} />
      </span>
      <Button
        class="pane-details"
        look="quiet"
        icon={info}
        label={t("console.side")}
        pressed={panelIsOver.value}
        onClick={() => {
          panelIsOver.value = !panelIsOver.value;
        }}
      />
    </div>
  );
}

function OpenActions({ head }: { head: Head }) {
  const run = (verb: string) => () => void attemptTo(() => act(head.id, verb));
  const isMine = head.agent_id === me.value?.agent.id;
  return (
    <>
      {!isMine && (
        <Button icon={person} onClick={run("take")}>
          {t("console.action.take")}
        </Button>
      )}
      {head.state === "snoozed" ? (
        <Button icon={reload} onClick={run("wake")}>
          {t("console.action.wake")}
        </Button>
      ) : (
        isMine && (
          <span class="pane-action" data-action="snooze">
            <SnoozeMenu head={head} />
          </span>
        )
      )}
      <Button
        icon={transferIcon}
        label={t("console.action.transfer")}
        onClick={() => {
          dialog.value = "transfer";
        }}
      />
      <span class="pane-action" data-action="resolve">
        <ResolveMenu head={head} />
      </span>
    </>
  );
}
