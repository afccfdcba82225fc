import type { ComponentChild } from "preact";
import { locale, t } from "../shared/i18n";
import { Badge, type Tone } from "../shared/ui/Badge";
import type { FieldSpec, FieldType, SpecOf } from "./kinds/kind";
import { channelName, languageName } from "./names";
import { nameById } from "./records";
import { isMap, type Json, listOf, mapOf, textOf, wordsOf } from "./values";

type Shown = { readonly [T in FieldType]: (value: Json | undefined, spec: SpecOf<T>) => ComponentChild };

/** How a value of each type reads in a list, a comparison or a history. */
const SHOWN: Shown = {
  text: (value, spec) => (spec.code ? <code>{textOf(value)}</code> : textOf(value)),
  number: (value) => textOf(value),
  check: (value) =>
    value ? <Badge tone="good">{t("admin.yes")}</Badge> : <Badge tone="neutral">{t("admin.no")}</Badge>,
  choice: (value, spec) => choiceBadge(textOf(value), spec),
  language: (value) => (value ? languageName(textOf(value)) : ""),
  channel: (value) => <Badge>{channelName(textOf(value))}</Badge>,
  date: (value) => dueDay(textOf(value)),
  reference: (value, spec) => (value ? nameById(spec.to, textOf(value)) : ""),
  references: (value, spec) => badges(wordsOf(value).map((id) => nameById(spec.to, id))),
  levels: (value, spec) =>
    badges(
      Object.entries(mapOf(value)).map(
        ([key, level]) =>
          `${spec.of === "languages" ? languageName(key) : nameById("skills", key)} ${textOf(level)}`,
      ),
    ),
  texts: (value) => badges(Object.keys(mapOf(value))),
  lines: (value) => wordsOf(value).join(", "),
  pairs: (value) =>
    Object.entries(mapOf(value))
      .map(([key, one]) => `${key}: ${textOf(one)}`)
      .join(", "),
  markdown: (value) => textOf(value),
  files: (value) => badges(listOf(value).map((one) => textOf(mapOf(one).name))),
  procedure: (value) =>
    listOf(value)
      .filter(isMap)
      .map((step) => `${textOf(step.id)}: ${textOf(step.text)}`)
      .join("\n"),
  steps: (value) => JSON.stringify(value),
  settings: (value) => JSON.stringify(value ?? {}),
  permissions: (value) => t("admin.permission.count", { count: listOf(value).length }),
};

export function cellOf<T extends FieldType>(spec: SpecOf<T>, value: Json | undefined): ComponentChild {
  const show = SHOWN[spec.type as T] as (value: Json | undefined, spec: SpecOf<T>) => ComponentChild;
  return show(value, spec);
}

/** The words by which a cell is searched and sorted. */
export function wordsIn(spec: FieldSpec, value: Json | undefined): string {
  if (spec.type === "reference") return value ? nameById(spec.to, textOf(value)) : "";
  if (spec.type === "references")
    return wordsOf(value)
      .map((id) => nameById(spec.to, id))
      .join(" ");
  if (spec.type === "language") return languageName(textOf(value));
  if (spec.type === "channel") return channelName(textOf(value));
  if (spec.type === "choice") {
    const option = spec.options.find((one) => one.value === value);
    return option ? t(option.label) : textOf(value);
  }
  if (spec.type === "texts") return Object.values(mapOf(value)).join(" ");
  if (spec.type === "levels") return Object.keys(mapOf(value)).map(languageName).join(" ");
  return textOf(value) || wordsOf(value).join(" ") || String(value ?? "");
}

const TONES: Readonly<Record<string, Tone>> = {
  validated: "good",
  solved: "good",
  not_validated: "warn",
  known: "warn",
  open: "bad",
  red: "bad",
  amber: "warn",
  green: "good",
  blue: "info",
};

function choiceBadge(value: string, spec: SpecOf<"choice">): ComponentChild {
  const option = spec.options.find((one) => one.value === value);
  const text = option ? t(option.label) : value;
  return value in TONES ? <Badge tone={TONES[value] ?? "neutral"}>{text}</Badge> : text;
}

const MOST_BADGES = 6;

function badges(texts: readonly string[]): ComponentChild {
  const more = texts.slice(MOST_BADGES);
  return (
    <span class="admin-badges">
      {texts.slice(0, MOST_BADGES).map((text) => (
        <Badge key={text}>{text}</Badge>
      ))}
      {more.length > 0 && <span title={more.join(", ")}>{t("admin.and_more", { count: more.length })}</span>}
    </span>
  );
}

/** A day; one that has passed stands out. */
function dueDay(text: string): ComponentChild {
  const isPast = text !== "" && new Date(text).getTime() < Date.now();
  return isPast ? <Badge tone="warn">{day(text)}</Badge> : day(text);
}

function day(text: string): string {
  if (!text) return "";
  return new Intl.DateTimeFormat(locale.value.tag, { dateStyle: "medium", timeZone: "UTC" }).format(
    new Date(text),
  );
}
