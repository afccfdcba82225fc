import { shield } from "../../shared/ui/icons";
import type { Kind } from "./kind";

/** Written by hand, or by an agent who marks a letter as spam. */
export const blockedDomains: Kind = {
  noun: "blocked-domains",
  icon: shield,
  edits: "centre.edit",
  title: "admin.blocked_domains",
  lead: "admin.blocked_domains.lead",
  create: "admin.blocked_domains.create",
  removal: "admin.blocked_domains.removal",
  columns: ["note"],
  blank: { id: "", note: "" },
  sections: [
    {
      title: "admin.section.blocked_domain",
      hint: "admin.section.blocked_domain.hint",
      fields: [
        {
          name: "id",
          type: "text",
          code: true,
          once: true,
          required: true,
          label: "admin.field.domain",
          hint: "admin.hint.domain",
        },
        { name: "note", type: "text", label: "admin.field.domain_note", hint: "admin.hint.domain_note" },
      ],
    },
  ],
};
