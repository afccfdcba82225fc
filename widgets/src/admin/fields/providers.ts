import type { TextKey } from "../../shared/i18n";
import type { JsonMap } from "../values";

/** What is known of a provider: chosen, it fills these settings. */
export interface Preset {
  readonly label: TextKey;
  /** What has to be done there. */
  readonly hint: TextKey;
  readonly settings: JsonMap;
}

const TLS = {
  imap_port: 993,
  imap_security: "tls",
  smtp_port: 465,
  smtp_security: "tls",
} as const;
const NO_OAUTH = { oauth_token_url: "", oauth_scope: "" } as const;

/** By kind of channel; the last one is for everybody else. */
export const PRESETS: Readonly<Record<string, readonly Preset[]>> = {
  email: [
    {
      label: "admin.preset.gmail",
      hint: "admin.preset.gmail.hint",
      settings: {
        ...TLS,
        ...NO_OAUTH,
        authentication: "password",
        imap_host: "imap.gmail.com",
        smtp_host: "smtp.gmail.com",
        authentication_server: "mx.google.com",
      },
    },
    {
      label: "admin.preset.microsoft",
      hint: "admin.preset.microsoft.hint",
      settings: {
        ...TLS,
        authentication: "oauth",
        oauth_token_url: "https://login.microsoftonline.com/organizations/oauth2/v2.0/token",
        oauth_scope:
          "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access",
        imap_host: "outlook.office365.com",
        smtp_host: "smtp.office365.com",
        smtp_port: 587,
        smtp_security: "starttls",
        authentication_server: "protection.outlook.com",
      },
    },
    {
      label: "admin.preset.other",
      hint: "admin.preset.other.hint",
      settings: {
        ...TLS,
        ...NO_OAUTH,
        authentication: "password",
        imap_host: "",
        smtp_host: "",
        authentication_server: "",
      },
    },
  ],
};

/** The provider whose servers are set; null while none is. */
export function presetOf(presets: readonly Preset[], settings: JsonMap): Preset | null {
  if (settings.imap_host === undefined) return null;
  return presets.find((one) => one.settings.imap_host === settings.imap_host) ?? presets.at(-1) ?? null;
}
