import { t } from "../shared/i18n";
import { Badge } from "../shared/ui/Badge";
import { Section } from "./Section";
import { shownName } from "./session";
import type { Head, Participant } from "./types";

const TONES = { contact: "neutral", copied: "info", joined: "warn" } as const;

/** Who reads along where messages are letters: changed by those who write, shown as it is. */
export function ParticipantSection({ head }: { head: Head }) {
  const people = head.participants.filter((one) => one.identity && one.identity.kind !== "chat");
  if (people.length === 0) return null;
  return (
    <Section title={t("console.participants")}>
      <ul class="rows">
        {people.map((one) => (
          <li key={one.role + one.id + one.identity?.address} class="participant">
            <Person one={one} head={head} />
          </li>
        ))}
      </ul>
      {people.some((one) => one.role === "joined") && (
        <p class="soft">{t("console.participants.joined.hint")}</p>
      )}
    </Section>
  );
}

function Person({ one, head }: { one: Participant; head: Head }) {
  const role = one.role === "agent" ? "copied" : one.role;
  return (
    <>
      {role === "contact" && <span dir="auto">{shownName(head)}</span>}
      <bdi class="participant-address">{one.identity?.address}</bdi>
      <Badge tone={TONES[role]}>
        {t(role === "contact" && head.side_of ? "console.side_thread.asked" : `console.participants.${role}`)}
      </Badge>
    </>
  );
}
