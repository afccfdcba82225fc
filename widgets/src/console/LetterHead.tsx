import { type TextKey, t } from "../shared/i18n";
import { Badge, type Tone } from "../shared/ui/Badge";
import { Icon } from "../shared/ui/Icon";
import { alert } from "../shared/ui/icons";
import { ownSubject } from "./letters";
import type { Entry, Head, Original } from "./types";

const CLASSES: Readonly<Record<string, readonly [TextKey, Tone]>> = {
  auto_reply: ["console.letter.class.auto_reply", "neutral"],
  bulk: ["console.letter.class.bulk", "neutral"],
  calendar: ["console.letter.class.calendar", "neutral"],
  feedback: ["console.letter.class.feedback", "warn"],
  receipt: ["console.letter.class.receipt", "neutral"],
  delay: ["console.letter.class.delay", "warn"],
  bounce: ["console.letter.class.bounce", "bad"],
};

interface LetterHeadProps {
  readonly entry: Entry;
  readonly head: Head;
  /** What its author is called above it already. */
  readonly name: string;
}

/** What stands above the text of a letter: its own subject, who it says it is from, and what to beware of. */
export function LetterHead({ entry, head, name }: LetterHeadProps) {
  const { original } = entry.body;
  const subject = ownSubject(entry.body.subject, head);
  if (!original && subject === null) return null;
  return (
    <div class="letter-head">
      {original && <Sender original={original} name={name} />}
      {subject !== null && (
        <p class="letter-subject" dir="auto">
          {t("console.letter.subject", { subject })}
        </p>
      )}
      {original?.incomplete && (
        <p class="letter-incomplete">
          <Icon path={alert} size={14} />
          <span dir="auto">{t("console.letter.incomplete", { why: original.incomplete })}</span>
        </p>
      )}
    </div>
  );
}

function Sender({ original, name }: { original: Original; name: string }) {
  const [words, tone] = CLASSES[original.message_class] ?? [null, "neutral"];
  return (
    <p class="letter-sender">
      {original.sender !== name && <bdi class="letter-address">{original.sender}</bdi>}
      {original.authenticated === false && (
        <span title={t("console.letter.unverified.hint")}>
          <Badge tone="warn">
            <Icon path={alert} size={14} />
            {t("console.letter.unverified")}
          </Badge>
        </span>
      )}
      {words && <Badge tone={tone}>{t(words)}</Badge>}
    </p>
  );
}
