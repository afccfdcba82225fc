import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

/** One headed part of the side panel; `action` stands at the end of its heading. */
export function Section(props: { title: string; action?: ComponentChildren; children: ComponentChildren }) {
  const id = useId();
  return (
    <section class="section" aria-labelledby={id}>
      <header class="section-head">
        <h3 id={id}>{props.title}</h3>
        {props.action}
      </header>
      {props.children}
    </section>
  );
}
