import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { DaySeparator } from "./DaySeparator";
import { type Delivery, deliveriesOf, untold } from "./deliveries";
import { EventLine, isShownAsLine } from "./EventLine";
import { goesByLetter } from "./letters";
import { MessageCard } from "./MessageCard";
import { type Open, typing } from "./open";
import { PendingCard } from "./PendingCard";
import { outbox } from "./sending";
import { shownName } from "./session";
import type { Entry, Head } from "./types";
import "./history.css";

const PAGE = 200;
const GROUP_MS = 5 * 60 * 1000;
const NEAR_END_PX = 80;

/** What happened, oldest first; stays at the end unless the reader looked further up. */
export function History({ open, head }: { open: Open; head: Head }) {
  const [shown, setShown] = useState(PAGE);
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const all = open.timeline.entries.value;
  const entries = all.filter(isVisible);
  const pending = outbox().items.value.filter((item) => item.body.conversation === open.id);
  const deliveries = deliveriesOf(all);
  const visible = entries.slice(-shown);
  const last = entries.at(-1);

  const stay = (): void => {
    const isReadWithin = box.current?.querySelector(":focus") != null; // a letter that was just opened stays in view
    if (box.current && atEnd.current && !isReadWithin) box.current.scrollTop = box.current.scrollHeight;
  };
  useLayoutEffect(stay, [last?.seq, pending.length, typing.value?.name]);
  useEffect(() => {
    if (!box.current) return;
    const watch = new ResizeObserver(stay);
    watch.observe(box.current);
    for (const child of box.current.children) watch.observe(child);
    return () => watch.disconnect();
  }, []);

  return (
    <div
      ref={box}
      class="history"
      role="log"
      aria-label={t("console.history")}
      tabIndex={0}
      onScroll={({ currentTarget: at }) => {
        atEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < NEAR_END_PX;
      }}
    >
      <div class="history-entries">
        {entries.length > shown && (
          <Button small onClick={() => setShown(shown + PAGE)}>
            {t("console.history.earlier")}
          </Button>
        )}
        {visible.map((entry, at) => (
          <Placed
            key={entry.seq}
            entry={entry}
            before={visible[at - 1]}
            head={head}
            delivery={deliveries.get(entry.seq) ?? untold(entry, goesByLetter(head, all))}
          />
        ))}
        {pending.map((item) => (
          <PendingCard key={item.external_id} item={item} />
        ))}
        {typing.value && (
          <p class="history-typing">{t("console.typing", { name: typing.value.name || shownName(head) })}</p>
        )}
      </div>
    </div>
  );
}

interface PlacedProps {
  readonly entry: Entry;
  readonly before: Entry | undefined;
  readonly head: Head;
  readonly delivery: Delivery;
}

function Placed({ entry, before, head, delivery }: PlacedProps) {
  const isNewDay =
    new Date(entry.placed_at).toDateString() !== new Date(before?.placed_at ?? 0).toDateString();
  return (
    <>
      {isNewDay && <DaySeparator at={new Date(entry.placed_at)} />}
      {isMessage(entry) ? (
        <MessageCard
          entry={entry}
          head={head}
          delivery={delivery}
          isFirst={isNewDay || !continues(before, entry)}
        />
      ) : (
        <EventLine entry={entry} />
      )}
    </>
  );
}

function isMessage(entry: Entry): boolean {
  return entry.kind === "message" || entry.kind === "note";
}

function isVisible(entry: Entry): boolean {
  return isMessage(entry) || isShownAsLine(entry);
}

/** Whether `entry` goes on where the same author stopped a moment ago; a letter always stands for itself. */
function continues(before: Entry | undefined, entry: Entry): boolean {
  return (
    before !== undefined &&
    !entry.body.original &&
    before.kind === entry.kind &&
    before.author.kind === entry.author.kind &&
    before.author.id === entry.author.id &&
    Date.parse(entry.placed_at) - Date.parse(before.placed_at) < GROUP_MS
  );
}
