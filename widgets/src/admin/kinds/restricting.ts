import { person } from "../../shared/ui/icons";
import type { Kind } from "./kind";

/** What a person is to answer, always. */
export const restrictedTopics: Kind = {
  noun: "restricted-topics",
  icon: person,
  edits: "centre.edit",
  title: "admin.restricted_topics",
  lead: "admin.restricted_topics.lead",
  create: "admin.restricted_topics.create",
  removal: "admin.restricted_topics.removal",
  columns: ["words", "inboxes", "active"],
  blank: { name: "", words: {}, tags: [], inboxes: [], active: true },
  sections: [
    {
      title: "admin.section.restricted_topic",
      hint: "admin.section.restricted_topic.hint",
      fields: [
        { name: "name", type: "text", label: "admin.field.name", required: true },
        {
          name: "words",
          type: "texts",
          long: true,
          label: "admin.field.topic_words",
          hint: "admin.hint.topic_words",
        },
        { name: "tags", type: "references", to: "tags", label: "admin.field.topic_tags" },
        {
          name: "inboxes",
          type: "references",
          to: "inboxes",
          label: "admin.field.topic_inboxes",
          hint: "admin.hint.topic_inboxes",
        },
        { name: "active", type: "check", label: "admin.field.active" },
      ],
    },
  ],
};
