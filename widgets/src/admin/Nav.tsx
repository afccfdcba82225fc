import { type TextKey, t } from "../shared/i18n";
import { Icon } from "../shared/ui/Icon";
import { clock, file, gear } from "../shared/ui/icons";
import { KINDS } from "./kinds";
import type { Noun } from "./kinds/kind";
import { linkTo, route } from "./route";
import { may } from "./session";

interface Entry {
  readonly page: string;
  readonly title: TextKey;
  readonly icon: string;
  readonly needs: string;
}

const kinds = (...nouns: readonly Noun[]): readonly Entry[] =>
  nouns.map((noun) => ({
    page: noun,
    title: KINDS[noun].title,
    icon: KINDS[noun].icon,
    needs: "records.read",
  }));

const GROUPS: readonly (readonly [TextKey, readonly Entry[]])[] = [
  ["admin.group.people", kinds("agents", "teams", "skills", "roles")],
  [
    "admin.group.work",
    kinds("inboxes", "queues", "canned-replies", "tags", "blocked-domains", "restricted-topics"),
  ],
  ["admin.group.knowledge", kinds("articles", "products", "symptoms", "fact-keys", "problems")],
  ["admin.group.contacts", kinds("companies")],
  [
    "admin.group.system",
    [
      { page: "tokens", title: "admin.tokens", icon: gear, needs: "tokens.edit" },
      { page: "quarantine", title: "admin.quarantine", icon: file, needs: "quarantine" },
      { page: "audit", title: "admin.audit", icon: clock, needs: "audit.read" },
    ],
  ],
];

/** Every page that the reader may open. */
export function Nav() {
  return (
    <nav class="admin-nav" aria-label={t("admin.nav")}>
      {GROUPS.map(([title, entries]) => {
        const open = entries.filter((entry) => may(entry.needs));
        if (open.length === 0) return null;
        return (
          <div key={title} class="admin-nav-group">
            <h2>{t(title)}</h2>
            <ul>
              {open.map((entry) => (
                <li key={entry.page}>
                  <a
                    href={linkTo(entry.page)}
                    aria-current={route.value.page === entry.page ? "page" : undefined}
                  >
                    <Icon path={entry.icon} />
                    {t(entry.title)}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
