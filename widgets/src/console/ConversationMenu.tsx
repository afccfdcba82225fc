import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { inbox, more, people, shield, trash } from "../shared/ui/icons";
import { Menu, type MenuItem } from "../shared/ui/Menu";
import { dialog } from "./dialogs";
import { may } from "./session";
import { mayAsk } from "./sides";
import { type Block, domainOf, isSpam, markSpam, mayBlock, mayMarkSpam, notSpam } from "./spam";
import type { Head } from "./types";

/** What is done with a conversation now and then. */
export function ConversationMenu({ head }: { head: Head }) {
  const items = [...askItems(head), ...spamItems(head)];
  return (
    <>
      {isSpam(head) && may("conversations.close") && (
        <Button icon={inbox} onClick={() => void notSpam(head)}>
          {t("console.spam.not")}
        </Button>
      )}
      {items.length > 0 && <Menu label={t("console.more")} icon={more} look="plain" items={items} />}
    </>
  );
}

function askItems(head: Head): readonly MenuItem[] {
  if (!mayAsk(head)) return [];
  const ask = (): void => {
    dialog.value = "ask";
  };
  return [{ label: t("console.ask"), icon: people, onPick: ask }];
}

function spamItems(head: Head): readonly MenuItem[] {
  const spam = { label: t("console.spam"), icon: trash, onPick: () => void markSpam(head) };
  const domain = domainOf(head);
  const block = (label: string, what: Block): MenuItem => ({
    label,
    icon: shield,
    danger: true,
    onPick: () => void markSpam(head, what),
  });
  return [
    ...(mayMarkSpam(head) ? [spam] : []),
    ...(mayBlock(head) ? [block(t("console.spam.address"), "address")] : []),
    ...(mayBlock(head) && domain ? [block(t("console.spam.domain", { domain }), "domain")] : []),
  ];
}
