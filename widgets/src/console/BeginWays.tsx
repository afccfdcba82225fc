import { cx } from "../shared/cx";
import { t } from "../shared/i18n";
import { WAYS, type Way } from "./beginning";
import { may } from "./session";

export function Ways(props: { way: Way; isWritable: boolean; onChange: (way: Way) => void }) {
  return (
    <fieldset class="modes begin-ways">
      <legend class="visually-hidden">{t("console.begin.way")}</legend>
      {WAYS.filter((one) => props.isWritable || one !== "email").map((one) => (
        <label key={one} class={cx("mode", props.way === one && "mode-now")}>
          <input type="radio" name="way" checked={props.way === one} onChange={() => props.onChange(one)} />
          {t(`console.begin.way.${one}`)}
        </label>
      ))}
    </fieldset>
  );
}

/** Nothing can be sent, and why. */
export function NoInbox() {
  return (
    <div class="begin-note" role="note">
      <p>{t("console.begin.no_inbox")}</p>
      {may("centre.edit") && <a href="/admin#/inboxes">{t("console.begin.no_inbox.link")}</a>}
    </div>
  );
}
