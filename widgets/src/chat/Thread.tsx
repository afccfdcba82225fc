// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../shared/i18n";
import { shortTime } from "../shared/i18n/format";
import { AddressForm } from "./AddressForm";
import { Bubble } from "./Bubble";
import { config } from "./config";
import { markRead, timelineOf } from "./desk";
import { Greeting } from "./Greeting";
import { PendingBubble } from "./PendingBubble";
import { Rating } from "./Rating";
import { acknowledged, isShown, outbox } from "./sending";
import { current, currentHead, isOpen, typing } from "./state";
import type { Entry } from "./values";
import { WaitingLine } from "./WaitingLine";

const GROUPED_WITHIN_MS = 5 * 60_000;

export function Thread() {
  const id = current.value;
  const box = useRef<HTMLElement>(null);
  const entries = id ? timelineOf(id).entries.value : [];
  const arrived = new Set(entries.map((entry) => entry.id));
  const sent = acknowledged.value.filter((item) => isShown(item.body) && !arrived.has(item.external_id));
  const waiting = outbox.items.value.filter((item) => isShown(item.body) && !arrived.has(item.external_id));
  const writer = typing.value?.conversation === id ? typing.value : null;
  const head = currentHead.value;

  useEffect(() => {
    if (id)
      void timelineOf(id)
        .catchUp()
        .catch(() => {});
  }, [id]);
  useEffect(markRead, [id, head?.seq, isOpen.value]);
  useLayoutEffect(() => {
    if (box.current) showNewest(box.current);
  }, [entries.length, sent.length + waiting.length, writer, head?.state, isOpen.value]);

  return (
    <main class="chat-thread" ref={box} tabIndex={0} aria-label={config.value?.name ?? t("widget.team")}>
      <div class="chat-log" role="log">
        <Greeting />
        {entries.map((entry, at) => (
          <Line key={entry.id} entry={entry} before={entries[at - 1]} all={entries} />
        ))}
        {sent.map((item) => (
          <PendingBubble key={item.external_id} item={item} isSent />
        ))}
        {waiting.map((item) => (
          <PendingBubble key={item.external_id} item={item} isSent={false} />
        ))}
        {writer && (
          <p class="bubble bubble-theirs typing">
            <span class="visually-hidden">
              {t("widget.typing", { name: writer.name || t("widget.team") })}
            </span>
            <span class="typing-dots" aria-hidden="true" />
          </p>
        )}
      </div>
      {outbox.held.value === "rate_limited" && (
        <p class="chat-waiting" role="status">
          {t("widget.rate_limited")}
        </p>
      )}
      {head?.waiting && <WaitingLine waiting={head.waiting} />}
      {head?.waiting?.told && <AddressForm waiting={head.waiting} />}
      {head?.state === "resolved" && <Rating key={head.id} head={head} />}
    </main>
  );
}

function Line({ entry, before, all }: { entry: Entry; before: Entry | undefined; all: readonly Entry[] }) {
  if (entry.kind !== "message") return null;
  const gap = before ? Date.parse(entry.placed_at) - Date.parse(before.placed_at) : Number.POSITIVE_INFINITY;
  return (
    <>
      {gap > 12 * GROUPED_WITHIN_MS && (
        <p class="chat-day">
          <time datetime={entry.placed_at}>{shortTime(new Date(entry.placed_at))}</time>
        </p>
      )}
      <Bubble
        entry={entry}
        isFirst={gap > GROUPED_WITHIN_MS || before?.author.id !== entry.author.id}
        all={all}
      />
    </>
  );
}

/** Scrolls to the end, but of a long message from the other side shows the beginning: it is read from there. */
function showNewest(box: HTMLElement): void {
  const last = Array.from(box.querySelectorAll<HTMLElement>(".message")).at(-1);
  const bottom = box.scrollHeight - box.clientHeight;
  const isLong = last && !last.classList.contains("message-mine") && last.offsetHeight > box.clientHeight;
  box.scrollTo(0, isLong ? Math.min(bottom, last.offsetTop - box.offsetTop) : bottom);
}
