import { useState } from "preact/hooks";
import { cx } from "../shared/cx";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { close as closeIcon } from "../shared/ui/icons";
import { Tabs } from "../shared/ui/Tabs";
import { ArticleTab } from "./ArticleTab";
import { AskedSection } from "./AskedSection";
import { CommitmentSection } from "./CommitmentSection";
import { ContactTab } from "./ContactTab";
import { details, panelIsOver } from "./details";
import { FactSection } from "./FactSection";
import { LinkSection } from "./LinkSection";
import { openHead } from "./open";
import { ParticipantSection } from "./ParticipantSection";
import { SideSection } from "./SideSection";
import { TagSection } from "./TagSection";
import { WhySection } from "./WhySection";
import "./side.css";

/** Beside the conversation: what it is about, who writes, what the knowledge base has. */
export function SidePanel() {
  const [tab, setTab] = useState("matter");
  const head = openHead.value;
  if (!head) return null;
  const found = details.value;
  return (
    <aside class={cx("side", panelIsOver.value && "side-over")} aria-label={t("console.side")}>
      <Button
        class="side-close"
        look="quiet"
        icon={closeIcon}
        label={t("common.close")}
        onClick={() => {
          panelIsOver.value = false;
        }}
      />
      <Tabs
        label={t("console.side")}
        tabs={[
          { id: "matter", label: t("console.side.matter") },
          { id: "contact", label: t("console.side.contact") },
          { id: "articles", label: t("console.side.articles") },
        ]}
        selected={tab}
        onSelect={setTab}
      >
        {tab === "matter" && (
          <>
            <WhySection reasons={found?.why.reasons ?? []} />
            <AskedSection parts={found?.why.parts ?? []} />
            <ParticipantSection head={head} />
            <SideSection head={head} sides={found?.sides ?? []} />
            <FactSection head={head} />
            <TagSection head={head} />
            <CommitmentSection head={head} />
            <LinkSection head={head} links={found?.links ?? []} others={found?.others ?? []} />
          </>
        )}
        {tab === "contact" && found && <ContactTab key={found.contact?.version} found={found} />}
        {tab === "articles" && <ArticleTab key={head.id} head={head} />}
      </Tabs>
    </aside>
  );
}
