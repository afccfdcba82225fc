import { inbox, list, note, tag } from "../../shared/ui/icons";
import { can } from "../records";
import type { Draft } from "../values";
import type { Kind } from "./kind";

/** What a visitor sees in a page; other channels have no window to greet from, and no page around it. */
const isInPages = ({ channel }: Draft): boolean => can(channel, "live");

export const inboxes: Kind = {
  noun: "inboxes",
  icon: inbox,
  edits: "centre.edit",
  title: "admin.inboxes",
  lead: "admin.inboxes.lead",
  create: "admin.inboxes.create",
  columns: ["channel", "queue_id", "language", "active"],
  filters: ["channel", "active"],
  blank: {
    id: "",
    name: "",
    channel: "chat",
    queue_id: "",
    language: "en",
    weight: 1,
    allowed_origins: [],
    greeting: {},
    answers: true,
    reopen_days: 7,
    promise_hours: 0,
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    settings: {},
    active: true,
  },
  sections: [
    {
      title: "admin.section.inbox",
      hint: "admin.section.inbox.hint",
      fields: [
        { name: "name", type: "text", label: "admin.field.name", required: true, half: true },
        { name: "channel", type: "channel", label: "admin.field.channel", once: true, half: true },
        {
          name: "queue_id",
          type: "reference",
          to: "queues",
          label: "admin.field.queue",
          required: true,
          half: true,
        },
        { name: "language", type: "language", label: "admin.field.inbox_language", half: true },
        { name: "id", type: "text", code: true, once: true, label: "admin.field.id", hint: "admin.hint.id" },
        { name: "active", type: "check", label: "admin.field.active", hint: "admin.hint.inbox_active" },
      ],
    },
    {
      title: "admin.section.answers",
      hint: "admin.section.answers.hint",
      fields: [
        { name: "greeting", type: "texts", long: true, label: "admin.field.greeting", isFor: isInPages },
        {
          name: "answers",
          type: "check",
          label: "admin.field.answers",
          hint: "admin.hint.answers",
          hintFor: ({ answers, channel }) =>
            answers === false && can(channel, "letters") ? "admin.hint.answers_off" : null,
        },
        {
          name: "reopen_days",
          type: "number",
          min: 0,
          max: 3650,
          label: "admin.field.reopen_days",
          hint: "admin.hint.reopen_days",
          half: true,
        },
        {
          name: "promise_hours",
          type: "number",
          min: 0,
          max: 8760,
          label: "admin.field.promise_hours",
          hint: "admin.hint.promise_hours",
          half: true,
          isFor: ({ channel }) => can(channel, "letters"),
        },
        {
          name: "time_zone",
          type: "text",
          code: true,
          label: "admin.field.time_zone",
          hint: "admin.hint.time_zone",
          half: true,
          isFor: ({ channel }) => can(channel, "letters"),
        },
        {
          name: "weight",
          type: "number",
          min: 0,
          max: 1000,
          label: "admin.field.weight",
          hint: "admin.hint.weight",
          half: true,
        },
      ],
    },
    {
      title: "admin.section.channel",
      hint: "admin.section.channel.hint",
      fields: [
        {
          name: "allowed_origins",
          type: "lines",
          code: true,
          label: "admin.field.allowed_origins",
          hint: "admin.hint.allowed_origins",
          isFor: isInPages,
        },
        { name: "settings", type: "settings", label: "admin.field.settings" },
      ],
    },
  ],
};

export const queues: Kind = {
  noun: "queues",
  icon: list,
  edits: "centre.edit",
  title: "admin.queues",
  lead: "admin.queues.lead",
  create: "admin.queues.create",
  columns: ["teams", "skills", "order", "select", "offer"],
  blank: {
    name: "",
    names: {},
    teams: [],
    skills: {},
    order: "fifo",
    select: "longest_idle",
    steps: [{ after_seconds: 0, language_level: 1, skills: {} }],
    offer: "ask",
    offer_seconds: 30,
  },
  sections: [
    {
      title: "admin.section.queue",
      hint: "admin.section.queue.hint",
      fields: [
        { name: "name", type: "text", label: "admin.field.name", required: true },
        { name: "names", type: "texts", label: "admin.field.names", hint: "admin.hint.queue_names" },
        { name: "teams", type: "references", to: "teams", label: "admin.field.teams" },
        {
          name: "skills",
          type: "levels",
          of: "skills",
          label: "admin.field.skills_wanted",
          hint: "admin.hint.skills_wanted",
        },
      ],
    },
    {
      title: "admin.section.choosing",
      hint: "admin.section.choosing.hint",
      fields: [
        {
          name: "order",
          type: "choice",
          label: "admin.field.order",
          half: true,
          options: [
            { value: "fifo", label: "admin.order.fifo" },
            { value: "priority", label: "admin.order.priority" },
            { value: "score", label: "admin.order.score" },
            { value: "earliest_due", label: "admin.order.earliest_due" },
          ],
        },
        {
          name: "select",
          type: "choice",
          label: "admin.field.select",
          half: true,
          options: [
            { value: "longest_idle", label: "admin.select.longest_idle" },
            { value: "least_loaded", label: "admin.select.least_loaded" },
            { value: "best_level", label: "admin.select.best_level" },
          ],
        },
        {
          name: "offer",
          type: "choice",
          label: "admin.field.offer",
          half: true,
          options: [
            { value: "ask", label: "admin.offer.ask" },
            { value: "auto", label: "admin.offer.auto" },
          ],
        },
        {
          name: "offer_seconds",
          type: "number",
          min: 1,
          max: 86_400,
          label: "admin.field.offer_seconds",
          half: true,
        },
      ],
    },
    {
      title: "admin.section.steps",
      hint: "admin.section.steps.hint",
      fields: [{ name: "steps", type: "steps", label: "admin.field.steps" }],
    },
  ],
};

export const cannedReplies: Kind = {
  noun: "canned-replies",
  icon: note,
  edits: "knowledge.edit",
  title: "admin.canned",
  lead: "admin.canned.lead",
  create: "admin.canned.create",
  columns: ["texts"],
  blank: { shortcut: "", texts: {} },
  sections: [
    {
      title: "admin.section.canned",
      hint: "admin.section.canned.hint",
      fields: [
        {
          name: "shortcut",
          type: "text",
          code: true,
          label: "admin.field.shortcut",
          hint: "admin.hint.shortcut",
          required: true,
        },
        {
          name: "texts",
          type: "texts",
          long: true,
          label: "admin.field.texts",
          hint: "admin.hint.texts",
          required: true,
        },
      ],
    },
  ],
};

export const tags: Kind = {
  noun: "tags",
  icon: tag,
  edits: "knowledge.edit",
  title: "admin.tags",
  lead: "admin.tags.lead",
  create: "admin.tags.create",
  columns: ["color"],
  blank: { id: "", color: "" },
  sections: [
    {
      title: "admin.section.tag",
      hint: "admin.section.tag.hint",
      fields: [
        {
          name: "id",
          type: "text",
          code: true,
          once: true,
          required: true,
          label: "admin.field.tag",
          hint: "admin.hint.tag",
        },
        {
          name: "color",
          type: "choice",
          label: "admin.field.color",
          options: [
            { value: "", label: "admin.color.none" },
            { value: "red", label: "admin.color.red" },
            { value: "amber", label: "admin.color.amber" },
            { value: "green", label: "admin.color.green" },
            { value: "blue", label: "admin.color.blue" },
            { value: "violet", label: "admin.color.violet" },
          ],
        },
      ],
    },
  ],
};
