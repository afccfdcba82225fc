import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface ExtraCardProps {
  readonly title: string;
  readonly hint: string;
  readonly children: ComponentChildren;
}

/** Looks like a section of the form, and saves nothing with it. */
export function ExtraCard({ title, hint, children }: ExtraCardProps) {
  const id = useId();
  return (
    <section class="admin-section" aria-labelledby={id}>
      <div class="admin-section-words">
        <h2 id={id}>{title}</h2>
        <p>{hint}</p>
      </div>
      <div class="admin-card admin-card-extra">{children}</div>
    </section>
  );
}
