import { cx } from "../shared/cx";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { forward } from "../shared/ui/icons";
import { DraftArticle } from "./DraftArticle";
import { dialog, forwarded } from "./dialogs";
import { mayAsk } from "./sides";
import type { Entry, Head } from "./types";
import { UseInReply } from "./UseInReply";

/** What else a message is good for. Beside a conversation that is the point of it; elsewhere it waits for a look. */
export function MessageUses({ entry, head }: { entry: Entry; head: Head }) {
  const { text, attachments = [] } = entry.body;
  const isAnswer = head.side_of ? entry.author.kind === "contact" : entry.author.kind === "agent";
  const isWorthSending = Boolean(text) || attachments.length > 0;
  if (!isWorthSending) return null;
  return (
    <div class={cx("message-uses", !head.side_of && "message-uses-quiet")}>
      {head.side_of && isAnswer && text && <UseInReply text={text} of={head.side_of} />}
      {isAnswer && text && <DraftArticle entry={entry} />}
      {mayAsk(head) && (
        <Button small look="quiet" icon={forward} mirrors onClick={() => sendOn(entry)}>
          {t("console.forward")}
        </Button>
      )}
    </div>
  );
}

function sendOn(entry: Entry): void {
  forwarded.value = entry;
  dialog.value = "forward";
}
