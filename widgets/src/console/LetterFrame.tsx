import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { image } from "../shared/ui/icons";
import { originalUrl } from "./letters";
import type { Entry } from "./types";

const LEAST_PX = 60;
const MOST_PX = 6000;
/** Nothing of the letter runs: neither scripts nor forms are allowed, and its links open pages of their own. */
const SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";

/** A letter as its sender made it, as high as it is. Remote images stay away until asked for: they tell who reads. */
export function LetterFrame({ entry }: { entry: Entry }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const watch = useRef<ResizeObserver | null>(null);
  const [height, setHeight] = useState(LEAST_PX);
  const [blocked, setBlocked] = useState(0);
  const [withImages, setWithImages] = useState(false);

  const isMeasured = height > LEAST_PX;

  useEffect(() => () => watch.current?.disconnect(), []);
  useLayoutEffect(() => frame.current?.scrollIntoView({ block: "nearest" }), [isMeasured]);

  function onLoad(): void {
    const page = frame.current?.contentDocument;
    if (!page?.body) return;
    setBlocked(page.querySelectorAll("[data-blocked-src]").length);
    watch.current?.disconnect();
    watch.current = new ResizeObserver(() => setHeight(heightOf(page)));
    watch.current.observe(page.body);
  }

  return (
    <div class="letter-html">
      {blocked > 0 && !withImages && (
        <p class="letter-images">
          <span>{t("console.letter.images", { count: blocked })}</span>
          <Button small icon={image} onClick={() => setWithImages(true)}>
            {t("console.letter.images.show")}
          </Button>
        </p>
      )}
      <div class="letter-paper">
        <iframe
          ref={frame}
          class="letter-frame"
          title={t("console.letter.html.name")}
          sandbox={SANDBOX}
          referrerpolicy="no-referrer"
          src={originalUrl(entry, "html", withImages)}
          style={{ height: `${height}px` }}
          onLoad={onLoad}
        />
      </div>
    </div>
  );
}

/** Its content, and a line for a bar to scroll sideways where it is wider than its place. */
function heightOf(page: Document): number {
  const { scrollHeight, offsetHeight } = page.body;
  const isWide = page.documentElement.scrollWidth > page.documentElement.clientWidth;
  const content = Math.max(scrollHeight, offsetHeight) + (isWide ? 18 : 0);
  return Math.min(MOST_PX, Math.max(LEAST_PX, content));
}
