// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { t } from "../shared/i18n";
import { Composer } from "./Composer";
import "./chat.css";
import { Greeting } from "./Greeting";
import { Header } from "./Header";
import { talk } from "./lazy";
import { isMemoryOnly } from "./memory";
import { isListShown, isOnline, shownArticle } from "./state";

export function App() {
  return (
    <div class="chat">
      <Header />
      {!isOnline.value && (
        <p class="chat-strip" role="status">
          {t("widget.connecting")}
        </p>
      )}
      {isMemoryOnly.value && <p class="chat-strip">{t("widget.memory_only")}</p>}
      <Content />
    </div>
  );
}

function Content() {
  const loaded = talk.value;
  if (loaded && shownArticle.value) return <loaded.ArticleView article={shownArticle.value} />;
  if (loaded && isListShown.value) return <loaded.ConversationList />;
  return (
    <>
      {loaded ? (
        <loaded.Thread />
      ) : (
        <main class="chat-thread">
          <Greeting />
        </main>
      )}
      <Composer />
    </>
  );
}
