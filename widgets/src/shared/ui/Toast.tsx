import { signal } from "@preact/signals";
import { t } from "../i18n";
import { Button } from "./Button";
import { Icon } from "./Icon";
import { alert, check, close, info } from "./icons";
import "./toast.css";

export interface ToastContent {
  readonly text: string;
  readonly tone?: "good" | "bad" | "info";
  readonly action?: { readonly label: string; readonly run: () => void };
}

type Shown = ToastContent & { readonly id: number };

const SHOWN_MS = 6000;
const shown = signal<readonly Shown[]>([]);
let lastId = 0;

/** Tells the outcome of an action. Failures and toasts with an action stay until they are closed. */
export function toast(content: ToastContent): void {
  const id = ++lastId;
  shown.value = [...shown.value.slice(-3), { ...content, id }];
  if (content.tone !== "bad" && !content.action) setTimeout(() => dismiss(id), SHOWN_MS);
}

function dismiss(id: number): void {
  shown.value = shown.value.filter((one) => one.id !== id);
}

/** Where toasts appear: once on a page. */
export function Toasts() {
  return (
    <div class="toasts" aria-live="polite">
      {shown.value.map((one) => (
        <ToastCard key={one.id} {...one} />
      ))}
    </div>
  );
}

const ICONS = { good: check, bad: alert, info } as const;

export function ToastCard({ id, text, tone = "info", action }: Shown) {
  return (
    <div class={`toast toast-${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <Icon path={ICONS[tone]} />
      <p>{text}</p>
      {action && (
        <Button
          small
          onClick={() => {
            action.run();
            dismiss(id);
          }}
        >
          {action.label}
        </Button>
      )}
      <Button look="quiet" small icon={close} label={t("common.dismiss")} onClick={() => dismiss(id)} />
    </div>
  );
}
