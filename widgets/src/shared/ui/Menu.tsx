// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { cx } from "../cx";
import { Button } from "./Button";
import { Icon } from "./Icon";
import { check as checkIcon } from "./icons";
import "./menu.css";

export interface MenuItem {
  readonly label: string;
  readonly onPick: () => void;
  readonly icon?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Set on every item of a menu that chooses one of several. */
  readonly checked?: boolean;
  /** Set on an item that is on or off by itself. */
  readonly switched?: boolean;
  readonly lang?: string;
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly icon?: string;
  readonly children?: ComponentChildren;
  readonly small?: boolean;
  readonly look?: "plain" | "quiet" | "primary";
  /** Side of the button that the menu lines up with. */
  readonly align?: "start" | "end";
  readonly opens?: "down" | "up";
}

/** A button with a menu: arrows, Home, End and first letters move, Escape and Tab close. */
export function Menu({
  label,
  items,
  icon,
  children,
  small,
  look = "quiet",
  align = "end",
  opens = "down",
}: MenuProps) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    choices(box.current)[
      Math.max(
        0,
        items.findIndex((item) => item.checked),
      )
    ]?.focus();
    const outside = (event: Event): void => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);

  function shut(): void {
    setOpen(false);
    button.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (!open) return;
    if (event.key === "Tab") {
      setOpen(false);
      return;
    }
    const next = event.key === "Escape" ? null : movedTo(event.key, choices(box.current));
    if (event.key === "Escape") shut();
    else if (!next) return;
    next?.focus();
    event.preventDefault();
    event.stopPropagation();
  }

  const toggle = {
    look,
    small: small ?? false,
    expanded: open,
    controls: id,
    popup: "menu" as const,
    buttonRef: button,
    onClick: () => setOpen(!open),
    ...(icon ? { icon } : {}),
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the button and of the menu bubble to here
    <div class="menu" ref={box} onKeyDown={onKeyDown}>
      {children ? (
        <Button {...toggle} label={label}>
          {children}
        </Button>
      ) : (
        <Button {...toggle} label={label} />
      )}
      <div
        id={id}
        class={cx("menu-list", `menu-${align}`, `menu-${opens}`)}
        role="menu"
        aria-label={label}
        hidden={!open}
      >
        {items.map((item) => (
          <MenuRow
            key={item.label}
            {...item}
            onPick={() => {
              shut();
              item.onPick();
            }}
          />
        ))}
      </div>
    </div>
  );
}

function MenuRow({ label, onPick, icon, danger, disabled, checked, switched, lang }: MenuItem) {
  const role =
    switched !== undefined ? "menuitemcheckbox" : checked === undefined ? "menuitem" : "menuitemradio";
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles that have a mark support aria-checked
    <button
      type="button"
      role={role}
      aria-checked={switched ?? checked}
      class={cx("menu-item", danger && "menu-danger")}
      disabled={disabled}
      tabIndex={-1}
      lang={lang}
      onClick={onPick}
    >
      {icon && <Icon path={icon} size={16} />}
      <span>{label}</span>
      {(switched ?? checked) && <Icon path={checkIcon} size={16} />}
    </button>
  );
}

function choices(box: HTMLElement | null): HTMLButtonElement[] {
  return Array.from(box?.querySelectorAll<HTMLButtonElement>(".menu-item:enabled") ?? []);
}

function movedTo(key: string, all: readonly HTMLButtonElement[]): HTMLButtonElement | undefined {
  const at = all.indexOf(document.activeElement as HTMLButtonElement);
  if (key === "ArrowDown") return all[(at + 1) % all.length];
  if (key === "ArrowUp") return all.at(at - 1);
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  const rest = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  return key.length === 1
    ? rest.find((one) => one.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()))
    : undefined;
}
