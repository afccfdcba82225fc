import { locale, t } from "../shared/i18n";

const DAY = 24 * 60 * 60 * 1000;

export function DaySeparator({ at }: { at: Date }) {
  return (
    <div class="day">
      <span>{dayWords(at)}</span>
    </div>
  );
}

function dayWords(at: Date): string {
  if (at.toDateString() === new Date().toDateString()) return t("console.day.today");
  if (at.toDateString() === new Date(Date.now() - DAY).toDateString()) return t("console.day.yesterday");
  const year = at.getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" as const };
  return new Intl.DateTimeFormat(locale.value.tag, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...year,
  }).format(at);
}
