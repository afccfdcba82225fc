import { cx } from "../shared/cx";
import { t } from "../shared/i18n";
import { textIn } from "./canned";
import type { CannedReply } from "./types";

interface CannedListProps {
  readonly id: string;
  readonly items: readonly CannedReply[];
  readonly active: number;
  readonly language: string | null;
  readonly onPick: (reply: CannedReply) => void;
}

/** What "/" offers. Focus stays in the text: arrows move, Enter or Tab inserts. */
export function CannedList({ id, items, active, language, onPick }: CannedListProps) {
  return (
    <div id={id} class="canned" role="listbox" aria-label={t("console.canned")}>
      {items.map((reply, at) => (
        // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the text (aria-activedescendant)
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text area takes the keys of all options
        <div
          key={reply.id}
          id={`${id}-${at}`}
          role="option"
          class={cx("canned-item", at === active && "canned-active")}
          aria-selected={at === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(reply)}
        >
          <span class="canned-name">/{reply.shortcut}</span>
          <span class="canned-text" dir="auto">
            {textIn(reply, language)}
          </span>
        </div>
      ))}
    </div>
  );
}
