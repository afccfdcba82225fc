import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { close, plus } from "../shared/ui/icons";
import { Menu } from "../shared/ui/Menu";
import { attemptTo } from "./failing";
import { act } from "./open";
import { Section } from "./Section";
import { centre, nameIn } from "./session";
import type { Head } from "./types";

export function TagSection({ head }: { head: Head }) {
  const known = centre.value?.tags ?? [];
  const free = known.filter((tag) => !head.tags.includes(tag.id));
  const change = (tag: string, added: boolean): void =>
    void attemptTo(() => act(head.id, "tags", { tag, added }));
  const add = (
    <Menu
      label={t("console.tag.add")}
      icon={plus}
      small
      items={free.map((tag) => ({ label: nameIn(tag, tag.id), onPick: () => change(tag.id, true) }))}
    />
  );
  return (
    <Section title={t("console.tags")} action={free.length > 0 && add}>
      {head.tags.length === 0 && <p class="soft">{t("console.tags.none")}</p>}
      <ul class="chips">
        {head.tags.map((tag) => (
          <li key={tag} class="chip">
            <span dir="auto">
              {nameIn(
                known.find((one) => one.id === tag),
                tag,
              )}
            </span>
            <Button
              look="quiet"
              small
              icon={close}
              label={t("console.tag.remove", { tag })}
              onClick={() => change(tag, false)}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}
