import { useEffect, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { Icon } from "../shared/ui/Icon";
import { alert, back } from "../shared/ui/icons";
import { openConversation } from "./open";
import { nameOfAsked } from "./SideSection";
import { api, shownName } from "./session";
import type { Details, Head } from "./types";
import "./begin.css";

/** Says that whoever reads this conversation is not the customer, and leads to the one it belongs to. */
export function SideBanner({ head, of }: { head: Head; of: string }) {
  const [main, setMain] = useState<Head | null>(null);
  useEffect(() => {
    api<Details>(`/conversations/${of}`).then(
      (found) => setMain(found.head),
      () => {}, // may be closed to the reader: then it stays without a name
    );
  }, [of]);
  const name = nameOfAsked(head);
  return (
    <div class="side-banner" role="note">
      <Icon path={alert} />
      <p dir="auto">
        {main
          ? t("console.side_thread.banner", { name, customer: shownName(main) })
          : t("console.side_thread.banner.unnamed", { name })}
      </p>
      <Button small icon={back} mirrors onClick={() => openConversation(of)}>
        {t("console.side_thread.back")}
      </Button>
    </div>
  );
}
