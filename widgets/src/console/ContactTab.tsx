import { useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { fullTime, shortTime } from "../shared/i18n/format";
import { Badge } from "../shared/ui/Badge";
import { Button } from "../shared/ui/Button";
import { shield } from "../shared/ui/icons";
import { TextField } from "../shared/ui/TextField";
import { details, loadDetails } from "./details";
import { attemptTo } from "./failing";
import { openConversation, takeHead } from "./open";
import { Section } from "./Section";
import { api, channelName, factName, factValue, may } from "./session";
import type { Contact, Details, Head, Identity, KnownFact } from "./types";

/** Who writes: name, addresses, what is known, the other conversations. */
export function ContactTab({ found }: { found: Details }) {
  const { contact, identities, companies, known, others } = found;
  if (!contact) return <p class="soft">{t("console.contact.gone")}</p>;
  return (
    <>
      <Section title={t("console.contact")}>
        <NameForm contact={contact} head={found.head} />
        {companies.map((company) => (
          <p key={company.id} dir="auto">
            {company.name}
          </p>
        ))}
        <Identities identities={identities} />
        <p class="soft">{t("console.contact.since", { time: fullTime(new Date(contact.created_at)) })}</p>
        {may("contacts.block") && <BlockButton contact={contact} head={found.head} />}
      </Section>
      <Section title={t("console.contact.known")}>
        <Known known={known} />
      </Section>
      <Section title={t("console.contact.others")}>
        {others.length === 0 && <p class="soft">{t("console.contact.others.none")}</p>}
        <ul class="rows">
          {others.map((other) => (
            <li key={other.id}>
              <OtherRow other={other} />
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

function NameForm({ contact, head }: { contact: Contact; head: Head }) {
  const [name, setName] = useState(contact.name);

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    const { language, time_zone, custom, version } = contact;
    const body = { name: name.trim(), language, time_zone, custom };
    await attemptTo(() => api(`/contacts/${contact.id}`, { method: "PUT", body, version }));
    await loadDetails(head.id);
    if (details.value) takeHead(details.value.head);
  }

  return (
    <form class="name-form" onSubmit={(event) => void save(event)}>
      <TextField
        label={t("console.contact.name")}
        value={name}
        onInput={setName}
        maxLength={200}
        disabled={!may("contacts.edit")}
      />
      {name.trim() !== contact.name && (
        <Button type="submit" look="primary">
          {t("common.save")}
        </Button>
      )}
    </form>
  );
}

function Identities({ identities }: { identities: readonly Identity[] }) {
  return (
    <ul class="rows">
      {identities.map((one) => (
        <li key={one.kind + one.address} class="row-line">
          <span>{channelName(one.kind)}</span>
          {one.kind !== "chat" && (
            <span class="identity" dir="auto">
              {one.address}
            </span>
          )}
          <Badge tone={one.verification === "claimed" ? "warn" : "good"}>
            {t(`console.identity.${one.verification}`)}
          </Badge>
        </li>
      ))}
    </ul>
  );
}

function Known({ known }: { known: readonly KnownFact[] }) {
  if (known.length === 0) return <p class="soft">{t("console.contact.known.none")}</p>;
  return (
    <dl class="known">
      {known.map((one) => (
        <div key={one.key + one.at + one.value}>
          <dt>{factName(one.key)}</dt>
          <dd dir="auto">
            {one.value === null ? t("console.fact.state.unknown") : factValue(one.key, one.value)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function OtherRow({ other }: { other: Head }) {
  return (
    <button type="button" class="other" onClick={() => openConversation(other.id)}>
      <span dir="auto">{other.preview || other.reference}</span>
      <span class="soft">
        {t(`console.state.${other.state}`)} · {shortTime(new Date(other.last_at))}
      </span>
    </button>
  );
}

function BlockButton({ contact, head }: { contact: Contact; head: Head }) {
  const isBlocked = contact.blocked_at !== null;
  const change = (): void =>
    void attemptTo(async () => {
      await api(`/contacts/${contact.id}/block`, { method: "POST", body: { blocked: !isBlocked } });
      await loadDetails(head.id);
    });
  return (
    <p class="row-line">
      {isBlocked && <Badge tone="bad">{t("console.contact.blocked")}</Badge>}
      <Button small icon={shield} onClick={change}>
        {t(isBlocked ? "console.contact.unblock" : "console.contact.block")}
      </Button>
    </p>
  );
}
