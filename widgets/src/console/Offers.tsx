import { useEffect, useState } from "preact/hooks";
import { locale, nameOfLanguage, t } from "../shared/i18n";
import { Badge } from "../shared/ui/Badge";
import { Button } from "../shared/ui/Button";
import { attemptTo } from "./failing";
import { offers } from "./lists";
import { act, openConversation } from "./open";
import { view } from "./place";
import { channelName, queueName, shownName } from "./session";
import type { Head, Offer } from "./types";
import "./offers.css";

/** Conversations offered to this agent: to be taken or passed on before the time is up. */
export function Offers() {
  return (
    <section class="offers" aria-label={t("console.offers")} aria-live="assertive">
      {offers.value.map((head) => (
        <OfferCard key={head.offer.id} head={head} offer={head.offer} />
      ))}
    </section>
  );
}

function OfferCard({ head, offer }: { head: Head; offer: Offer }) {
  const [busy, setBusy] = useState(false);

  async function answer(verb: "accept" | "decline"): Promise<void> {
    setBusy(true);
    const done = await attemptTo(() => act(head.id, verb, { offer_id: offer.id }));
    setBusy(false);
    if (!done || verb === "decline") return;
    view.value = "mine";
    openConversation(head.id);
  }

  return (
    <article class="offer" aria-label={t("console.offer.from", { name: shownName(head) })}>
      <header class="offer-head">
        <h2 dir="auto">{shownName(head)}</h2>
        <Countdown offer={offer} />
      </header>
      <p class="offer-text" dir="auto" lang={head.language ?? undefined}>
        {head.preview}
      </p>
      <p class="offer-marks">
        {head.language && <Badge tone="info">{nameOfLanguage(head.language, locale.value.tag)}</Badge>}
        <Badge>{channelName(head.channel)}</Badge>
        {head.queue_id && <Badge>{queueName(head.queue_id)}</Badge>}
      </p>
      <div class="offer-actions">
        <Button look="primary" busy={busy} onClick={() => void answer("accept")}>
          {t("console.offer.accept")}
        </Button>
        <Button disabled={busy} onClick={() => void answer("decline")}>
          {t("console.offer.decline")}
        </Button>
      </div>
    </article>
  );
}

/** Seconds left, as a figure and a line that grows shorter. */
function Countdown({ offer }: { offer: Offer }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const tick = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(tick);
  }, []);
  const whole = Date.parse(offer.expires_at) - Date.parse(offer.made_at);
  const left = Math.max(0, Math.min(whole, Date.parse(offer.expires_at) - now));
  return (
    <span class="offer-clock" role="timer" aria-live="off">
      {t("console.offer.seconds", { count: Math.ceil(left / 1000) })}
      <progress value={left} max={whole || 1} aria-hidden="true" />
    </span>
  );
}
