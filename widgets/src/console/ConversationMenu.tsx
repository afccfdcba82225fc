import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { inbox, more, people, shield, trash } from "../shared/ui/icons";
import { Menu, type MenuItem } from "../shared/ui/Menu";
import { dialog } from "./dialogs";
import { may } from "./session";
import { mayAsk } from "./sides";
import { domainOf, isSpam, markSpam, mayMarkSpam, notSpam } from "./spam";
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
  if (!mayMarkSpam(head)) return [];
  const spam = { label: t("console.spam"), icon: trash, onPick: () => void markSpam(head) };
  if (!may("contacts.block")) return [spam];
  const domain = domainOf(head);
  return [
    spam,
    {
      label: t("console.spam.address"),
      icon: shield,
      danger: true,
      onPick: () => void markSpam(head, "address"),
    },
    ...(domain
      ? [
          {
            label: t("console.spam.domain", { domain }),
            icon: shield,
            danger: true,
            onPick: () => void markSpam(head, "domain"),
          },
        ]
      : []),
  ];
}
