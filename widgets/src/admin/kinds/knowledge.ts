import { alert, book, check, home, info, star } from "../../shared/ui/icons";
import type { FieldSpec, Kind, Section } from "./kind";

const ID: FieldSpec = {
  name: "id",
  type: "text",
  code: true,
  once: true,
  label: "admin.field.id",
  hint: "admin.hint.id",
};
const NAMES: FieldSpec = { name: "names", type: "texts", label: "admin.field.names", required: true };
const ACTIVE: FieldSpec = {
  name: "active",
  type: "check",
  label: "admin.field.active",
  hint: "admin.hint.offered",
};
const named = (...fields: readonly FieldSpec[]): readonly Section[] => [
  { title: "admin.section.names", hint: "admin.section.names.hint", fields: [NAMES, ...fields, ID] },
];

export const articles: Kind = {
  noun: "articles",
  icon: book,
  edits: "knowledge.edit",
  title: "admin.articles",
  lead: "admin.articles.lead",
  create: "admin.articles.create",
  columns: ["slug", "language", "state", "audience", "review_at"],
  sortedBy: "slug",
  filters: ["language", "state", "audience"],
  blank: {
    slug: "",
    language: "en",
    title: "",
    body: "",
    phrasings: [],
    audience: "public",
    state: "work_in_progress",
    products: [],
    companies: [],
    review_at: null,
    owner_id: null,
    kind: "answer",
    governance: "open",
    short: "",
    product_versions: {},
    source_language: "",
    procedure: [],
    files: [],
  },
  sections: [
    {
      title: "admin.section.article",
      hint: "admin.section.article.hint",
      fields: [
        { name: "title", type: "text", label: "admin.field.title", required: true },
        { name: "slug", type: "text", code: true, label: "admin.field.slug", required: true, half: true },
        { name: "language", type: "language", label: "admin.field.language", half: true },
        {
          name: "kind",
          type: "choice",
          label: "admin.field.article_kind",
          half: true,
          options: [
            { value: "answer", label: "admin.article_kind.answer" },
            { value: "procedure", label: "admin.article_kind.procedure" },
          ],
        },
        {
          name: "source_language",
          type: "language",
          optional: true,
          label: "admin.field.source_language",
          half: true,
        },
        { name: "body", type: "markdown", label: "admin.field.body" },
        { name: "files", type: "files", label: "admin.field.files", hint: "admin.hint.files" },
        {
          name: "short",
          type: "markdown",
          rows: 3,
          label: "admin.field.short",
          isFor: (draft) => draft.kind !== "procedure",
        },
        {
          name: "procedure",
          type: "procedure",
          label: "admin.field.procedure",
          hint: "admin.hint.procedure",
          isFor: (draft) => draft.kind === "procedure",
        },
      ],
    },
    {
      title: "admin.section.phrasings",
      hint: "admin.section.phrasings.hint",
      fields: [
        { name: "phrasings", type: "lines", label: "admin.field.phrasings", hint: "admin.hint.phrasings" },
      ],
    },
    {
      title: "admin.section.life",
      hint: "admin.section.life.hint",
      fields: [
        {
          name: "state",
          type: "choice",
          label: "admin.field.state",
          half: true,
          options: [
            { value: "work_in_progress", label: "admin.state.work_in_progress" },
            { value: "not_validated", label: "admin.state.not_validated" },
            { value: "validated", label: "admin.state.validated" },
            { value: "archived", label: "admin.state.archived" },
          ],
        },
        {
          name: "audience",
          type: "choice",
          label: "admin.field.audience",
          half: true,
          options: [
            { value: "internal", label: "admin.audience.internal" },
            { value: "agents", label: "admin.audience.agents" },
            { value: "companies", label: "admin.audience.companies" },
            { value: "customers", label: "admin.audience.customers" },
            { value: "public", label: "admin.audience.public" },
          ],
        },
        {
          name: "governance",
          type: "choice",
          label: "admin.field.governance",
          options: [
            { value: "open", label: "admin.governance.open" },
            { value: "restricted", label: "admin.governance.restricted" },
          ],
        },
        { name: "products", type: "references", to: "products", label: "admin.field.products" },
        {
          name: "product_versions",
          type: "pairs",
          keys: "products",
          label: "admin.field.product_versions",
          hint: "admin.hint.product_versions",
        },
        {
          name: "companies",
          type: "references",
          to: "companies",
          label: "admin.field.companies",
          hint: "admin.hint.companies",
        },
        { name: "review_at", type: "date", label: "admin.field.review_at", half: true },
        {
          name: "owner_id",
          type: "reference",
          to: "agents",
          optional: true,
          label: "admin.field.owner",
          half: true,
        },
      ],
    },
  ],
};

export const products: Kind = {
  noun: "products",
  icon: star,
  edits: "knowledge.edit",
  title: "admin.products",
  lead: "admin.products.lead",
  create: "admin.products.create",
  columns: ["names", "versions", "active"],
  blank: { id: "", names: {}, versions: [], active: true },
  sections: named(
    { name: "versions", type: "lines", label: "admin.field.versions", hint: "admin.hint.lines" },
    ACTIVE,
  ),
};

export const symptoms: Kind = {
  noun: "symptoms",
  icon: alert,
  edits: "knowledge.edit",
  title: "admin.symptoms",
  lead: "admin.symptoms.lead",
  create: "admin.symptoms.create",
  columns: ["names", "active"],
  blank: { id: "", names: {}, active: true },
  sections: named(ACTIVE),
};

export const factKeys: Kind = {
  noun: "fact-keys",
  icon: info,
  edits: "centre.edit",
  title: "admin.facts",
  lead: "admin.facts.lead",
  create: "admin.facts.create",
  columns: ["names", "id"],
  blank: { id: "", names: {} },
  sections: named(),
};

export const problems: Kind = {
  noun: "problems",
  icon: check,
  edits: "knowledge.edit",
  title: "admin.problems",
  lead: "admin.problems.lead",
  create: "admin.problems.create",
  columns: ["product", "state"],
  filters: ["state"],
  blank: { title: "", product: null, state: "open" },
  sections: [
    {
      title: "admin.section.problem",
      hint: "admin.section.problem.hint",
      fields: [
        { name: "title", type: "text", label: "admin.field.title", required: true },
        {
          name: "product",
          type: "reference",
          to: "products",
          optional: true,
          label: "admin.field.product",
          half: true,
        },
        {
          name: "state",
          type: "choice",
          label: "admin.field.state",
          half: true,
          options: [
            { value: "open", label: "admin.problem.open" },
            { value: "known", label: "admin.problem.known" },
            { value: "solved", label: "admin.problem.solved" },
          ],
        },
      ],
    },
  ],
};

export const companies: Kind = {
  noun: "companies",
  icon: home,
  edits: "centre.edit",
  title: "admin.companies",
  lead: "admin.companies.lead",
  create: "admin.companies.create",
  columns: ["contract_level", "domains"],
  blank: { name: "", contract_level: "", domains: [], custom: {} },
  sections: [
    {
      title: "admin.section.company",
      hint: "admin.section.company.hint",
      fields: [
        { name: "name", type: "text", label: "admin.field.name", required: true, half: true },
        { name: "contract_level", type: "text", label: "admin.field.contract_level", half: true },
        {
          name: "domains",
          type: "lines",
          code: true,
          label: "admin.field.domains",
          hint: "admin.hint.domains",
        },
        { name: "custom", type: "pairs", keys: "free", label: "admin.field.custom" },
      ],
    },
  ],
};
