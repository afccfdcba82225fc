import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { edit } from "../shared/ui/icons";
import { insertInto } from "./drafts";
import { openConversation } from "./open";

/** Takes what somebody answered into the reply to the customer, and goes there. */
export function UseInReply({ text, of }: { text: string; of: string }) {
  const use = (): void => {
    insertInto(of, text.trim());
    openConversation(of);
    focusOnComposer();
  };
  return (
    <Button small look="quiet" icon={edit} onClick={use}>
      {t("console.side_thread.use")}
    </Button>
  );
}

/** The composer comes with the conversation's head. */
function focusOnComposer(tries = 60): void {
  requestAnimationFrame(() => {
    const text = document.querySelector<HTMLElement>(".composer-text");
    if (text) text.focus();
    else if (tries > 0) focusOnComposer(tries - 1);
  });
}
