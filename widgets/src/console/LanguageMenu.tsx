import { locale, nameOfLanguage, t } from "../shared/i18n";
import { Icon } from "../shared/ui/Icon";
import { globe } from "../shared/ui/icons";
import { Menu } from "../shared/ui/Menu";
import { attemptTo } from "./failing";
import { namedLanguages } from "./languages";
import { act } from "./open";
import type { Head } from "./types";

/** The language of the conversation, and its correction: answering and routing follow at once. */
export function LanguageMenu({ head }: { head: Head }) {
  const named = namedLanguages(...(head.language ? [head.language] : []));
  const now = head.language ? nameOfLanguage(head.language, locale.value.tag) : t("console.language.unknown");
  return (
    <Menu
      label={t("console.language.menu", { language: now })}
      small
      align="start"
      items={named.map(({ tag, label }) => ({
        label,
        checked: tag === head.language,
        onPick: () => void attemptTo(() => act(head.id, "language", { language: tag })),
      }))}
    >
      <Icon path={globe} size={14} />
      {now}
    </Menu>
  );
}
