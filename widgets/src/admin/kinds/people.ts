import { people, person, shield, star } from "../../shared/ui/icons";
import type { Kind } from "./kind";

export const agents: Kind = {
  noun: "agents",
  icon: person,
  edits: "people.edit",
  title: "admin.agents",
  lead: "admin.agents.lead",
  create: "admin.agents.create",
  stays: true,
  columns: ["role", "languages", "teams", "active"],
  filters: ["role", "teams", "active"],
  blank: {
    name: "",
    email: "",
    role: "agent",
    languages: {},
    skills: {},
    teams: [],
    units: 4,
    channel_max: {},
    interface_language: "en",
    mail_when_away: false,
    active: true,
  },
  sections: [
    {
      title: "admin.section.who",
      hint: "admin.section.who.hint",
      fields: [
        { name: "name", type: "text", label: "admin.field.person", required: true, half: true },
        {
          name: "email",
          type: "text",
          input: "email",
          label: "admin.field.email",
          required: true,
          half: true,
        },
        { name: "role", type: "reference", to: "roles", label: "admin.field.role", half: true },
        {
          name: "interface_language",
          type: "language",
          among: "interface",
          label: "admin.field.interface_language",
          half: true,
        },
        {
          name: "mail_when_away",
          type: "check",
          label: "admin.field.mail_when_away",
          hint: "admin.hint.mail_when_away",
        },
        { name: "active", type: "check", label: "admin.field.active", hint: "admin.hint.agent_active" },
      ],
    },
    {
      title: "admin.section.knows",
      hint: "admin.section.knows.hint",
      fields: [
        { name: "languages", type: "levels", of: "languages", label: "admin.field.languages" },
        { name: "skills", type: "levels", of: "skills", label: "admin.field.skills" },
        { name: "teams", type: "references", to: "teams", label: "admin.field.teams" },
      ],
    },
    {
      title: "admin.section.load",
      hint: "admin.section.load.hint",
      fields: [
        {
          name: "units",
          type: "number",
          min: 0,
          max: 1000,
          half: true,
          label: "admin.field.units",
          hint: "admin.hint.units",
        },
        {
          name: "channel_max",
          type: "pairs",
          keys: "channels",
          label: "admin.field.channel_max",
          hint: "admin.hint.channel_max",
        },
      ],
    },
  ],
};

export const teams: Kind = {
  noun: "teams",
  icon: people,
  edits: "people.edit",
  title: "admin.teams",
  lead: "admin.teams.lead",
  create: "admin.teams.create",
  columns: [],
  blank: { name: "", signatures: {} },
  sections: [
    {
      title: "admin.section.team",
      hint: "admin.section.team.hint",
      fields: [{ name: "name", type: "text", label: "admin.field.name", required: true }],
    },
    {
      title: "admin.section.letters",
      hint: "admin.section.letters.hint",
      fields: [
        {
          name: "signatures",
          type: "texts",
          long: true,
          label: "admin.field.signatures",
          hint: "admin.hint.signatures",
        },
      ],
    },
  ],
};

export const skills: Kind = {
  noun: "skills",
  icon: star,
  edits: "people.edit",
  title: "admin.skills",
  lead: "admin.skills.lead",
  create: "admin.skills.create",
  columns: ["names", "id"],
  blank: { id: "", names: {} },
  sections: [
    {
      title: "admin.section.names",
      hint: "admin.section.names.hint",
      fields: [
        { name: "names", type: "texts", label: "admin.field.names", required: true },
        { name: "id", type: "text", code: true, once: true, label: "admin.field.id", hint: "admin.hint.id" },
      ],
    },
  ],
};

export const roles: Kind = {
  noun: "roles",
  icon: shield,
  edits: "roles.edit",
  title: "admin.roles",
  lead: "admin.roles.lead",
  create: "admin.roles.create",
  isReadOnly: true,
  columns: ["reach", "permissions"],
  blank: {},
  sections: [
    {
      title: "admin.section.role",
      hint: "admin.section.role.hint",
      fields: [
        {
          name: "reach",
          type: "choice",
          label: "admin.field.reach",
          options: [
            { value: "own", label: "admin.reach.own" },
            { value: "teams", label: "admin.reach.teams" },
            { value: "all", label: "admin.reach.all" },
          ],
        },
        { name: "permissions", type: "permissions", label: "admin.field.permissions" },
      ],
    },
  ],
};
