import { type TextKey, t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { check } from "../../shared/ui/icons";
import { wordsOf } from "../values";
import { type ControlProps, framed } from "./control";
import { Group } from "./Group";

/** Every permission in words (contactcenter/desk/access.py), in the order of the day's work. */
const WORDS: Readonly<Record<string, TextKey>> = {
  visit: "admin.may.visit",
  signed_in: "admin.may.signed_in",
  "conversations.read": "admin.may.conversations.read",
  "conversations.reply": "admin.may.conversations.reply",
  "conversations.note": "admin.may.conversations.note",
  "conversations.assign": "admin.may.conversations.assign",
  "conversations.close": "admin.may.conversations.close",
  "conversations.edit": "admin.may.conversations.edit",
  "conversations.merge": "admin.may.conversations.merge",
  "contacts.read": "admin.may.contacts.read",
  "contacts.edit": "admin.may.contacts.edit",
  "contacts.block": "admin.may.contacts.block",
  "contacts.merge": "admin.may.contacts.merge",
  search: "admin.may.search",
  "articles.read": "admin.may.articles.read",
  "files.upload": "admin.may.files.upload",
  "centre.read": "admin.may.centre.read",
  "records.read": "admin.may.records.read",
  "knowledge.draft": "admin.may.knowledge.draft",
  "knowledge.edit": "admin.may.knowledge.edit",
  "people.edit": "admin.may.people.edit",
  "centre.edit": "admin.may.centre.edit",
  "roles.edit": "admin.may.roles.edit",
  "tokens.edit": "admin.may.tokens.edit",
  quarantine: "admin.may.quarantine",
  "audit.read": "admin.may.audit.read",
};

/** What a role may do: read only. */
export function PermissionsControl(props: ControlProps<"permissions">) {
  const { label, error } = framed(props);
  const held = wordsOf(props.value);
  const known = Object.entries(WORDS).filter(([permission]) => held.includes(permission));
  const others = held.filter((permission) => !(permission in WORDS));
  return (
    <Group label={label} error={error}>
      <ul class="admin-permissions">
        {[...known.map(([, key]) => t(key)), ...others].map((words) => (
          <li key={words}>
            <Icon path={check} size={16} />
            {words}
          </li>
        ))}
      </ul>
    </Group>
  );
}
