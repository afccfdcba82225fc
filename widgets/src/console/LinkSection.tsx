import { useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { close, plus } from "../shared/ui/icons";
import { loadDetails } from "./details";
import { attemptTo } from "./failing";
import { LinkDialog } from "./LinkDialog";
import { linkWords } from "./lineWords";
import { openConversation } from "./open";
import { Section } from "./Section";
import { api, centre } from "./session";
import type { Head, Link } from "./types";

interface LinkProps {
  readonly head: Head;
  readonly links: readonly Link[];
  /** The contact's other conversations: their references are known here. */
  readonly others: readonly Head[];
}

const MADE_BY_AGENTS = new Set(["duplicate_of", "caused_by", "answers", "problem"]);

export function LinkSection({ head, links, others }: LinkProps) {
  const [adding, setAdding] = useState(false);
  const add = (
    <Button look="quiet" small icon={plus} label={t("console.link.add")} onClick={() => setAdding(true)} />
  );
  return (
    <Section title={t("console.links")} action={add}>
      {links.length === 0 && <p class="soft">{t("console.links.none")}</p>}
      <ul class="rows">
        {links.map((link) => (
          <LinkRow key={`${link.kind}${link.source}${link.target}`} head={head} link={link} others={others} />
        ))}
      </ul>
      {adding && <LinkDialog head={head} others={others} onClose={() => setAdding(false)} />}
    </Section>
  );
}

function LinkRow({ head, link, others }: { head: Head; link: Link; others: readonly Head[] }) {
  const other = link.source === head.id ? link.target : link.source;
  const known = others.find((one) => one.id === other);
  const remove = (): void => void changeLink(head.id, link.kind, link.target, false);
  return (
    <li class="link-row">
      <span class="soft">{linkWords(link.kind)}</span>
      {link.kind === "problem" ? (
        <span dir="auto">{centre.value?.problems.find((one) => one.id === other)?.title ?? other}</span>
      ) : (
        <Button small look="quiet" onClick={() => openConversation(other)}>
          {known?.reference ?? t("console.link.open")}
        </Button>
      )}
      {link.source === head.id && MADE_BY_AGENTS.has(link.kind) && (
        <Button small look="quiet" icon={close} label={t("console.link.remove")} onClick={remove} />
      )}
    </li>
  );
}

export function changeLink(id: string, link: string, target: string, added: boolean): Promise<boolean> {
  return attemptTo(async () => {
    await api(`/conversations/${id}/links`, { method: "POST", body: { link, target, added } });
    await loadDetails(id);
  });
}
