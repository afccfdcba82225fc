import { t } from "../shared/i18n";
import { Copies } from "./Copies";
import { recipientsOf } from "./letters";
import type { Head } from "./types";

/** Who the letter that is being written goes to. */
export function RecipientLine({ head }: { head: Head }) {
  const { to } = recipientsOf(head);
  return (
    <dl class="recipients">
      <dt>{t("console.recipients.to")}</dt>
      <dd>
        <bdi>{to.join(", ") || t("console.recipients.nobody")}</bdi>
      </dd>
      <dt>{t("console.recipients.copies")}</dt>
      <dd>
        <Copies head={head} />
      </dd>
    </dl>
  );
}
