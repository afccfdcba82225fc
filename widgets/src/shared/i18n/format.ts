// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { locale } from "./index";

const DAY = 24 * 60 * 60 * 1000;

/** Time of day today, weekday and time within six days, else the date. */
export function shortTime(at: Date, now: Date = new Date()): string {
  const tag = locale.value.tag;
  const time: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit" };
  if (at.toDateString() === now.toDateString()) return new Intl.DateTimeFormat(tag, time).format(at);
  if (Math.abs(now.getTime() - at.getTime()) < 6 * DAY)
    return new Intl.DateTimeFormat(tag, { weekday: "short", ...time }).format(at);
  const year = at.getFullYear() === now.getFullYear() ? {} : { year: "numeric" as const };
  return new Intl.DateTimeFormat(tag, { day: "numeric", month: "short", ...year }).format(at);
}

/** Date and time in full, for tooltips and details. */
export function fullTime(at: Date): string {
  return new Intl.DateTimeFormat(locale.value.tag, { dateStyle: "long", timeStyle: "short" }).format(at);
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "5 min. ago", in the language of the page; under a minute counts as now. */
export function ago(at: Date, now: Date = new Date()): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const words = new Intl.RelativeTimeFormat(locale.value.tag, { numeric: "auto", style: "short" });
  const unit = UNITS.find(([, size]) => Math.abs(seconds) >= size);
  return unit ? words.format(Math.trunc(seconds / unit[1]), unit[0]) : words.format(0, "second");
}

/** 1.4 MB, 32 kB: as a reader would say it. */
export function fileSize(bytes: number): string {
  const [unit, size] = bytes < 1e6 ? (["kilobyte", 1e3] as const) : (["megabyte", 1e6] as const);
  const format = {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: bytes < 1e7 ? 1 : 0,
  } as const;
  return new Intl.NumberFormat(locale.value.tag, format).format(Math.max(bytes / size, 0.1));
}
