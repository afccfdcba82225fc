import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../shared/ui/Icon";
import { back } from "../shared/ui/icons";

interface PageHeadProps {
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly action?: ComponentChildren;
  /** The list that this page is one of. */
  readonly up?: { readonly label: string; readonly href: string };
}

export function PageHead({ title, lead, action, up }: PageHeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []); // says where the reader came to
  return (
    <header class="admin-head">
      {up && (
        <a class="admin-up" href={up.href}>
          <Icon path={back} size={16} mirrors />
          {up.label}
        </a>
      )}
      <div class="admin-head-row">
        <h1 ref={heading} tabIndex={-1} dir="auto">
          {title}
        </h1>
        {action && <div class="admin-head-actions">{action}</div>}
      </div>
      {lead && <p class="admin-lead">{lead}</p>}
    </header>
  );
}
