// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { nameOfLanguage, t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { back, close, globe, more } from "../shared/ui/icons";
import { Menu } from "../shared/ui/Menu";
import { config } from "./config";
import { isFramed, tellHost } from "./host";
import { chooseLanguage, chosenLanguage, offeredLanguages } from "./language";
import { talk } from "./lazy";
import { currentHead, heads, isListShown, shownArticle } from "./state";

export function Header() {
  const head = currentHead.value;
  const isGoing = head && head.state !== "resolved" && !isListShown.value ? head : null;
  const isInside = shownArticle.value !== null || (!isListShown.value && heads.value.length > 0);
  return (
    <header class="chat-head">
      {isInside && <Button look="quiet" icon={back} mirrors label={backLabel()} onClick={goBack} />}
      <div class="chat-title">
        <h1>{head?.agent?.name ?? config.value?.name ?? ""}</h1>
        {config.value && (
          <p class={config.value.here ? "chat-here" : "chat-away"}>
            {t(config.value.here ? "widget.here" : "widget.away")}
          </p>
        )}
      </div>
      <Menu
        label={t("widget.language")}
        icon={globe}
        items={offeredLanguages().map((tag) => ({
          label: nameOfLanguage(tag),
          lang: tag,
          checked: tag === chosenLanguage(),
          onPick: () => void chooseLanguage(tag),
        }))}
      />
      {isGoing && (
        <Menu
          label={t("widget.more")}
          icon={more}
          items={[{ label: t("widget.end"), onPick: () => void talk.value?.act(isGoing.id, "resolve", {}) }]}
        />
      )}
      {isFramed && (
        <Button
          look="quiet"
          icon={close}
          label={t("widget.close")}
          onClick={() => tellHost({ type: "close" })}
        />
      )}
    </header>
  );
}

function backLabel(): string {
  return t(shownArticle.value ? "common.back" : "widget.conversations.all");
}

function goBack(): void {
  if (shownArticle.value) shownArticle.value = null;
  else isListShown.value = true;
}
