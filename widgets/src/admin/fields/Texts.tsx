import { locale, t } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { close } from "../../shared/ui/icons";
import { TextArea, TextField } from "../../shared/ui/TextField";
import { languageChoices, languageName } from "../names";
import { mapOf, textOf, without } from "../values";
import { AddChoice } from "./AddChoice";
import { type ControlProps, framed } from "./control";
import { Group } from "./Group";

/** One text per language, each in a field of that language. */
export function TextsControl(props: ControlProps<"texts">) {
  const { label, hint, error } = framed(props);
  const texts = mapOf(props.value);
  const Input = props.spec.long ? TextArea : TextField;
  const tags = Object.keys(texts);
  const missing = languageChoices().filter((one) => !tags.includes(one.value));
  const first = missing.findIndex((one) => one.value === locale.value.tag);
  const offered = first > 0 ? [...missing.splice(first, 1), ...missing] : missing;
  return (
    <Group label={label} error={error} {...(hint ? { hint } : {})}>
      <ul class="admin-texts">
        {tags.map((tag) => (
          <li key={tag} class="admin-text">
            <Input
              label={languageName(tag)}
              lang={tag}
              value={textOf(texts[tag])}
              disabled={props.disabled}
              onInput={(text: string) => props.onChange({ ...texts, [tag]: text })}
              {...(props.spec.long ? { rows: 2 } : {})}
            />
            {!props.disabled && (
              <Button
                look="quiet"
                small
                icon={close}
                label={t("admin.remove.one", { name: languageName(tag) })}
                onClick={() => props.onChange(without(texts, tag))}
              />
            )}
          </li>
        ))}
      </ul>
      {!props.disabled && (
        <AddChoice
          label={t("admin.add.language")}
          choices={offered}
          onAdd={(tag) => props.onChange({ ...texts, [tag]: "" })}
        />
      )}
    </Group>
  );
}
