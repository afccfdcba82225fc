import { locale, type TextKey, t } from "../shared/i18n";
import { isMap, type Json, type JsonMap, listOf, textOf } from "./values";

/** The settings of an inbox as its form shows them: their words, their order, and when each one matters. */

/** What the server shows in place of a secret that it has; sent back, the secret stays. */
export const KEPT = "********";

export interface SettingGroup {
  /** null for what belongs to none. */
  readonly title: TextKey | null;
  readonly names: readonly string[];
}

const GROUPS: readonly SettingGroup[] = [
  {
    title: "admin.settings.address",
    names: [
      "address",
      "name",
      "aliases",
      "authentication",
      "user",
      "password",
      "oauth_token_url",
      "oauth_scope",
      "oauth_client_id",
      "oauth_client_secret",
      "oauth_refresh_token",
      "webhook_secret",
      "xmpp_address",
      "xmpp_connects",
      "xmpp_password",
      "xmpp_host",
      "xmpp_port",
      "xmpp_upload",
      "telegram_token",
      "telegram_receives",
      "telegram_groups",
      "telegram_bot",
      "telegram_api",
    ],
  },
  {
    title: "admin.settings.receiving",
    names: ["imap_host", "imap_port", "imap_security", "folder", "fetch_since", "after_fetching", "move_to"],
  },
  {
    title: "admin.settings.sending",
    names: ["smtp_host", "smtp_port", "smtp_security", "plus_addresses", "webhook_url"],
  },
  { title: "admin.settings.trust", names: ["authentication_server", "spam_headers", "certificates"] },
];

/** A setting that matters only where another one has this value. */
const ONLY_WITH: Readonly<Record<string, readonly [string, string]>> = {
  password: ["authentication", "password"],
  oauth_token_url: ["authentication", "oauth"],
  oauth_scope: ["authentication", "oauth"],
  oauth_client_id: ["authentication", "oauth"],
  oauth_client_secret: ["authentication", "oauth"],
  oauth_refresh_token: ["authentication", "oauth"],
  move_to: ["after_fetching", "move"],
  telegram_bot: ["telegram_groups", "mention"],
};

/** The settings of a schema in groups, without those that do not matter as the others are set. */
export function groupsOf(properties: JsonMap, settings: JsonMap): readonly SettingGroup[] {
  const named = new Set(GROUPS.flatMap((group) => group.names));
  const rest = { title: null, names: Object.keys(properties).filter((name) => !named.has(name)) };
  return [...GROUPS, rest]
    .map(({ title, names }) => ({
      title,
      names: names.filter((name) => matters(name, properties, settings)),
    }))
    .filter((group) => group.names.length > 0);
}

function matters(name: string, properties: JsonMap, settings: JsonMap): boolean {
  if (!(name in properties)) return false;
  const [other, value] = ONLY_WITH[name] ?? [];
  if (other === undefined || !(other in properties)) return true;
  const schema = properties[other];
  return (settings[other] ?? (isMap(schema) ? schema.default : null)) === value;
}

/** Two of these share a line. */
const HALF = /_(port|security)$|^(address|name|user|folder|fetch_since|oauth_client_id|oauth_client_secret)$/;

export function isHalf(name: string): boolean {
  return HALF.test(name);
}

export function settingLabel(name: string, schema: JsonMap): string {
  const words = textOf(schema.title) || name.replaceAll("_", " ");
  return worded(`admin.setting.${name}`) ?? words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

export function settingHint(name: string, schema: JsonMap): string {
  return worded(`admin.setting.${name}.hint`) ?? textOf(schema.description);
}

export function settingChoice(name: string, value: string): string {
  return worded(`admin.setting.${name}.${value}`) ?? value;
}

/** The choices of a schema, what is usual first and what does nothing last. */
export function choicesOf(schema: JsonMap): readonly string[] {
  const rank = (value: Json): number => (value === schema.default ? 0 : /^no/.test(textOf(value)) ? 2 : 1);
  return [...listOf(schema.enum)].sort((a, b) => rank(a) - rank(b)).map(textOf);
}

/** The text of a key that the catalogue may not have: channels bring settings of their own. */
function worded(key: string): string | null {
  return key in locale.value.texts ? t(key as TextKey) : null;
}
