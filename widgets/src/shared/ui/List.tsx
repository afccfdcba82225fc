import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { cx } from "../cx";
import "./list.css";

interface ListProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  /** Content of one row; rows are equally high. */
  readonly render: (item: T) => ComponentChildren;
  readonly rowHeight: number;
  readonly selected: string | null;
  readonly onSelect: (item: T) => void;
  /** Shown when there is nothing to list. */
  readonly empty: ComponentChildren;
  /** The reader nears the end: load the next page. */
  readonly onNearEnd?: () => void;
}

const SPARE_ROWS = 6;
const MOST_ROWS = 56;

/**
 * A list of any length with at most 56 rows in the page. Arrows, Page and Home/End move the active row, Enter or
 * Space selects it; the position in the whole list is announced.
 */
export function List<T>(props: ListProps<T>) {
  const { items, keyOf, rowHeight, selected } = props;
  const box = useRef<HTMLDivElement>(null);
  const [window_, setWindow] = useState({ first: 0, visible: 20 });
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const id = useId();

  const held = items.findIndex((item) => keyOf(item) === (activeKey ?? selected));
  const active = held === -1 ? 0 : held;
  const first = Math.max(0, Math.min(window_.first - SPARE_ROWS, items.length - 1));
  const rows = items.slice(first, first + Math.min(MOST_ROWS, window_.visible + 2 * SPARE_ROWS));

  function measure(): void {
    const element = box.current;
    if (!element) return;
    const next = Math.floor(element.scrollTop / rowHeight);
    const visible = Math.ceil(element.clientHeight / rowHeight);
    setWindow((now) => (now.first === next && now.visible === visible ? now : { first: next, visible }));
    if (next + 2 * visible >= items.length) props.onNearEnd?.();
  }

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, [items.length, rowHeight]);

  function moveTo(at: number): void {
    const item = items[at];
    const element = box.current;
    if (!item || !element) return;
    setActiveKey(keyOf(item));
    const top = at * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowHeight - element.clientHeight;
    measure();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const item = items[active];
    if ((event.key === "Enter" || event.key === " ") && item) props.onSelect(item);
    else {
      const next = indexAfter(event.key, active, items.length, window_.visible);
      if (next === null) return;
      moveTo(next);
    }
    event.preventDefault();
  }

  if (items.length === 0) return <>{props.empty}</>;
  const activeShown = active >= first && active < first + rows.length;
  return (
    <div
      ref={box}
      class="list"
      role="listbox"
      aria-label={props.label}
      tabIndex={0}
      aria-activedescendant={activeShown ? `${id}-${active}` : undefined}
      onScroll={measure}
      onKeyDown={onKeyDown}
    >
      <div class="list-sizer" role="presentation" style={{ height: `${items.length * rowHeight}px` }}>
        {rows.map((item, offset) => {
          const at = first + offset;
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: focus stays on the listbox (aria-activedescendant)
            // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox takes the keys of all its options
            <div
              key={keyOf(item)}
              id={`${id}-${at}`}
              role="option"
              class={cx("list-row", at === active && "list-active")}
              aria-selected={keyOf(item) === selected}
              aria-posinset={at + 1}
              aria-setsize={items.length}
              style={{ height: `${rowHeight}px`, transform: `translateY(${at * rowHeight}px)` }}
              onClick={() => {
                setActiveKey(keyOf(item));
                props.onSelect(item);
              }}
            >
              {props.render(item)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function indexAfter(key: string, at: number, count: number, page: number): number | null {
  const last = count - 1;
  if (key === "ArrowDown") return Math.min(last, at + 1);
  if (key === "ArrowUp") return Math.max(0, at - 1);
  if (key === "PageDown") return Math.min(last, at + page - 1);
  if (key === "PageUp") return Math.max(0, at - page + 1);
  if (key === "Home") return 0;
  if (key === "End") return last;
  return null;
}
