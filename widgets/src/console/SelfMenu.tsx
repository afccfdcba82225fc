import { availableTags, loadLocale, locale, nameOfLanguage, t } from "../shared/i18n";
import { applyTheme } from "../shared/theme";
import { Avatar } from "../shared/ui/Avatar";
import { envelope, exit, gear, globe, info, moon, sun } from "../shared/ui/icons";
import { Menu, type MenuItem } from "../shared/ui/Menu";
import { toast } from "../shared/ui/Toast";
import { dialog } from "./dialogs";
import { attemptTo } from "./failing";
import { api, may, me, signOut } from "./session";
import type { Agent } from "./types";

/** The agent's own: language and colours of the console, administration, signing out. */
export function SelfMenu() {
  const agent = me.value?.agent;
  if (!agent) return null;
  const administers = me.value?.permissions.some((one) => one.startsWith("admin")) || may("centre.edit");
  const items: MenuItem[] = [
    ...availableTags.map((tag) => ({
      label: nameOfLanguage(tag),
      lang: tag,
      icon: globe,
      checked: tag === locale.value.tag,
      onPick: () => void speak(tag),
    })),
    { label: t("common.theme.light"), icon: sun, onPick: () => applyTheme("light", true) },
    { label: t("common.theme.dark"), icon: moon, onPick: () => applyTheme("dark", true) },
    { label: t("common.theme.auto"), icon: gear, onPick: () => applyTheme("auto", true) },
    {
      label: t("console.self.mail"),
      icon: envelope,
      switched: agent.mail_when_away,
      onPick: () => void attemptTo(() => mailWhenAway(!agent.mail_when_away)),
    },
    {
      label: t("console.keys"),
      icon: info,
      onPick: () => {
        dialog.value = "keys";
      },
    },
    ...(administers
      ? [{ label: t("console.self.admin"), icon: gear, onPick: () => location.assign("/admin") }]
      : []),
    { label: t("console.self.signout"), icon: exit, onPick: () => void attemptTo(signOut) },
  ];
  return (
    <Menu label={t("console.self.menu", { name: agent.name })} items={items} align="start" opens="up">
      <Avatar name={agent.name} />
    </Menu>
  );
}

async function mailWhenAway(wanted: boolean): Promise<void> {
  const { agent } = await api<{ agent: Agent }>("/me/mail", {
    method: "PUT",
    body: { mail_when_away: wanted },
  });
  if (me.value) me.value = { ...me.value, agent };
  toast({ text: t(wanted ? "console.self.mail.on" : "console.self.mail.off", { address: agent.email }) });
}

async function speak(tag: string): Promise<void> {
  await loadLocale([tag]);
  await attemptTo(() => api("/me/language", { method: "PUT", body: { language: tag } }));
}
