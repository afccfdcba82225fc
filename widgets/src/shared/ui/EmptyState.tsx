import type { ComponentChildren } from "preact";
import { Icon } from "./Icon";
import "./empty.css";

interface EmptyStateProps {
  readonly icon: string;
  readonly title: string;
  /** What will appear here, or what to do about it. */
  readonly children?: ComponentChildren;
  readonly action?: ComponentChildren;
}

export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon path={icon} size={26} />
      </span>
      <p class="empty-title">{title}</p>
      {children && <p class="empty-text">{children}</p>}
      {action}
    </div>
  );
}
