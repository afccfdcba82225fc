import { useEffect, useRef } from "preact/hooks";
import { type TextKey, t } from "../shared/i18n";
import { shortTime } from "../shared/i18n/format";
import { Badge, type Tone } from "../shared/ui/Badge";
import { Button } from "../shared/ui/Button";
import { plus } from "../shared/ui/icons";
import { loadDetails } from "./details";
import { dialog } from "./dialogs";
import { openConversation } from "./open";
import { Section } from "./Section";
import { shownName } from "./session";
import { mayAsk, newsOfSides } from "./sides";
import type { Head } from "./types";

/** Who else is asked because of the conversation, and how far they are. */
export function SideSection({ head, sides }: { head: Head; sides: readonly Head[] }) {
  const news = newsOfSides(head.id);
  const seen = useRef(news);
  useEffect(() => {
    if (seen.current !== news) void loadDetails(head.id).catch(() => {});
    seen.current = news;
  }, [head.id, news]);
  if (head.side_of !== null || (sides.length === 0 && !mayAsk(head))) return null;
  return (
    <Section title={t("console.sides")} action={mayAsk(head) && <AskButton />}>
      {sides.length === 0 && <p class="soft">{t("console.sides.none")}</p>}
      <ul class="rows">
        {sides.map((side) => (
          <li key={side.id}>
            <SideRow side={side} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function AskButton() {
  return (
    <Button
      look="quiet"
      small
      icon={plus}
      label={t("console.ask")}
      popup="dialog"
      onClick={() => {
        dialog.value = "ask";
      }}
    />
  );
}

const STANDS: Readonly<Record<Head["awaiting"], readonly [TextKey, Tone]>> = {
  contact: ["console.sides.waiting", "neutral"],
  agent: ["console.sides.answered", "good"],
  none: ["console.sides.closed", "neutral"],
};

function SideRow({ side }: { side: Head }) {
  const [words, tone] = STANDS[side.awaiting];
  const due = side.commitments.find((one) => one.kept === null)?.due;
  const isLate = due !== undefined && Date.parse(due) < Date.now();
  const name = nameOfAsked(side);
  return (
    <button type="button" class="other" onClick={() => openConversation(side.id)}>
      <span dir="auto">{name}</span>
      <span class="row-line">
        <Badge tone={tone}>{t(words, { name })}</Badge>
        {due && (
          <Badge tone={isLate ? "bad" : "neutral"}>
            {t("console.commitment.due", { time: shortTime(new Date(due)) })}
          </Badge>
        )}
      </span>
      <span class="soft" dir="auto">
        {side.preview}
      </span>
    </button>
  );
}

/** The name of whoever is asked, else the address. */
export function nameOfAsked(side: Head): string {
  const asked = side.participants.find((one) => one.role === "contact");
  return side.contact_name || asked?.identity?.address || shownName(side);
}
