import { t } from "../shared/i18n";
import { recipientsOf } from "./letters";
import type { Head } from "./types";

/** Who the letter that is being written goes to. */
export function RecipientLine({ head }: { head: Head }) {
  const { to, copies } = recipientsOf(head);
  return (
    <dl class="recipients">
      <dt>{t("console.recipients.to")}</dt>
      <dd>
        <bdi>{to.join(", ") || t("console.recipients.nobody")}</bdi>
      </dd>
      {copies.length > 0 && (
        <>
          <dt>{t("console.recipients.copies")}</dt>
          <dd>
            <bdi>{copies.join(", ")}</bdi>
          </dd>
        </>
      )}
    </dl>
  );
}
