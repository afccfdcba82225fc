import type { ComponentChildren } from "preact";

export function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="design-part">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
