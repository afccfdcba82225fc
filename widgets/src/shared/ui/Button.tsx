// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import type { ComponentChildren, Ref } from "preact";
import { cx } from "../cx";
import "./button.css";
import { Icon } from "./Icon";

export type ButtonLook = "primary" | "plain" | "quiet" | "danger";

interface Common {
  readonly look?: ButtonLook;
  readonly small?: boolean;
  /** Path from icons.ts; mirrored in right-to-left pages if `mirrors`. */
  readonly icon?: string;
  readonly mirrors?: boolean;
  readonly onClick?: (event: MouseEvent) => void;
  readonly disabled?: boolean;
  /** Work is under way: keeps focus and width, refuses a second press. */
  readonly busy?: boolean;
  readonly type?: "button" | "submit";
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly controls?: string;
  readonly popup?: "menu" | "dialog";
  readonly class?: string;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

/** A button has words (`children`), or an icon alone and then a `label`. */
export type ButtonProps = Common &
  (
    | { readonly children: ComponentChildren; readonly label?: string }
    | { readonly children?: undefined; readonly label: string }
  );

export function Button(props: ButtonProps) {
  const { look = "plain", small, icon, busy = false, children, label } = props;
  return (
    <button
      ref={props.buttonRef ?? null}
      type={props.type ?? "button"}
      class={cx("button", `button-${look}`, small && "button-small", !children && "button-icon", props.class)}
      disabled={props.disabled ?? false}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      aria-label={label}
      title={children ? undefined : label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-controls={props.controls}
      aria-haspopup={props.popup}
      onClick={busy ? (event) => event.preventDefault() : props.onClick}
    >
      {icon && <Icon path={icon} size={small ? 16 : 18} mirrors={props.mirrors ?? false} />}
      {children}
    </button>
  );
}
