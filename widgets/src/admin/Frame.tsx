import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { cx } from "../shared/cx";
import { availableTags, locale, nameOfLanguage, t } from "../shared/i18n";
import { watchInboxes } from "../shared/inboxStates";
import { applyTheme, storedTheme, type Theme } from "../shared/theme";
import { Avatar } from "../shared/ui/Avatar";
import { Button } from "../shared/ui/Button";
import { Icon } from "../shared/ui/Icon";
import { InboxAlarm } from "../shared/ui/InboxAlarm";
import { chat, exit, globe, list, moon } from "../shared/ui/icons";
import { Menu } from "../shared/ui/Menu";
import { attemptTo } from "./failing";
import { Nav } from "./Nav";
import { nameById } from "./records";
import { linkTo, route } from "./route";
import { api, me, signOut, speak } from "./session";

/** The pages at the side, the one that is open beside them. */
export function Frame({ children }: { children: ComponentChildren }) {
  const [openFor, setOpenFor] = useState<unknown>(null);
  const isOpen = openFor === route.value;
  useEffect(() => watchInboxes(api), []);
  return (
    <div class="admin">
      <aside class={cx("admin-side", isOpen && "admin-side-open")}>
        <div class="admin-brand">
          <span class="admin-brand-name">{t("admin.title")}</span>
          <Button
            class="admin-side-toggle"
            look="quiet"
            icon={list}
            label={t("admin.nav")}
            expanded={isOpen}
            onClick={() => setOpenFor(isOpen ? null : route.value)}
          />
        </div>
        <div class="admin-side-parts">
          <Nav />
          <Foot />
        </div>
      </aside>
      <div class="admin-page">
        <InboxAlarm nameOf={(id) => nameById("inboxes", id)} linkTo={(id) => linkTo("inboxes", id)} />
        <main class="admin-main">{children}</main>
      </div>
    </div>
  );
}

function Foot() {
  const name = me.value?.agent.name ?? "";
  return (
    <div class="admin-foot">
      <div class="admin-foot-row">
        <a class="admin-foot-link" href="/console">
          <Icon path={chat} />
          {t("admin.console")}
        </a>
        <LanguageMenu />
        <ThemeMenu />
      </div>
      <div class="admin-foot-row admin-me">
        <Avatar name={name} size="small" />
        <span class="admin-me-name">{name}</span>
        <Button
          look="quiet"
          small
          icon={exit}
          mirrors
          label={t("admin.signout")}
          onClick={() => void attemptTo(signOut)}
        />
      </div>
    </div>
  );
}

function LanguageMenu() {
  return (
    <Menu
      label={t("admin.language")}
      icon={globe}
      small
      opens="up"
      align="end"
      items={availableTags.map((tag) => ({
        label: nameOfLanguage(tag),
        lang: tag,
        checked: tag === locale.value.tag,
        onPick: () => void speak(tag),
      }))}
    />
  );
}

function ThemeMenu() {
  const [theme, setTheme] = useState<Theme>(storedTheme());
  const labels = {
    auto: t("common.theme.auto"),
    light: t("common.theme.light"),
    dark: t("common.theme.dark"),
  };
  return (
    <Menu
      label={t("admin.theme")}
      icon={moon}
      small
      opens="up"
      align="end"
      items={(["auto", "light", "dark"] as const).map((one) => ({
        label: labels[one],
        checked: one === theme,
        onPick: () => {
          applyTheme(one, true);
          setTheme(one);
        },
      }))}
    />
  );
}
