import { useEffect, useState } from "preact/hooks";
import { createApi } from "../shared/api";
import { nameOfLanguage, t } from "../shared/i18n";
import { Avatar } from "../shared/ui/Avatar";
import { Badge } from "../shared/ui/Badge";
import { Icon } from "../shared/ui/Icon";
import { chat, external, forward } from "../shared/ui/icons";
import { Toasts, toast } from "../shared/ui/Toast";
import "./start.css";

interface DemoAgent {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly languages: Readonly<Record<string, number>>;
}

const api = createApi();

/** Where a demonstration begins: be a customer, an agent or an administrator with one click. */
export function StartPage() {
  const [agents, setAgents] = useState<readonly DemoAgent[]>([]);
  useEffect(() => {
    api<{ agents: DemoAgent[] }>("/demo").then(
      (answer) => setAgents(answer.agents),
      () => toast({ text: t("start.failed"), tone: "bad" }),
    );
  }, []);
  return (
    <main class="start">
      <header class="start-head">
        <h1>{t("start.title")}</h1>
        <p>{t("start.lead")}</p>
      </header>
      <section class="start-card">
        <h2>{t("start.contact")}</h2>
        <p>{t("start.contact.text")}</p>
        <a class="button button-primary" href="/shop" target="_blank" rel="noopener">
          <Icon path={chat} />
          {t("start.contact.open")}
          <Icon path={external} size={16} mirrors />
        </a>
      </section>
      <section class="start-card">
        <h2>{t("start.agents")}</h2>
        <p>{t("start.agents.text")}</p>
        <ul class="start-agents">
          {agents.map((agent) => (
            <li key={agent.id}>
              <AgentButton agent={agent} />
            </li>
          ))}
        </ul>
      </section>
      <Toasts />
    </main>
  );
}

function AgentButton({ agent }: { agent: DemoAgent }) {
  const isAdmin = agent.role === "admin";
  const signIn = (): void => {
    api("/demo/login", { method: "POST", body: { agent_id: agent.id } }).then(
      () => location.assign(isAdmin ? "/admin" : "/console"),
      () => toast({ text: t("start.failed"), tone: "bad" }),
    );
  };
  return (
    <button type="button" class="start-agent" onClick={signIn}>
      <Avatar name={agent.name} />
      <span class="start-name">
        {agent.name}
        {isAdmin && <span class="start-role">{t("start.admin.text")}</span>}
      </span>
      <span class="start-badges">
        {isAdmin && <Badge tone="info">{t("start.admin")}</Badge>}
        {Object.keys(agent.languages).map((tag) => (
          <Badge key={tag}>{nameOfLanguage(tag)}</Badge>
        ))}
      </span>
      <Icon path={forward} mirrors />
    </button>
  );
}
