import { Problem } from "../shared/api";
import { type TextKey, t } from "../shared/i18n";
import { attemptTo } from "./failing";

/** What is wrong with one field of a form that was sent. */
export interface Fault {
  readonly field: string;
  readonly words: string;
}

const WORDS: Readonly<Record<string, TextKey>> = {
  address: "console.fault.address",
  addresses: "console.fault.address",
  text: "console.fault.text",
  due: "console.fault.due",
};

/** Sends a form to an address; the fault of a field stands at the field, every other failure in a toast. */
export async function attemptForm(
  work: () => Promise<unknown>,
  onFault: (fault: Fault | null) => void,
): Promise<boolean> {
  let isRefused = false;
  onFault(null);
  const done = await attemptTo(() =>
    work().catch((problem: unknown) => {
      const fault = faultOf(problem);
      if (!fault) throw problem;
      isRefused = true;
      onFault(fault);
    }),
  );
  return done && !isRefused;
}

/** Fields that forms here show; a fault of anything else has no place but a toast. */
const SHOWN = new Set(["address", "addresses", "name", "inbox_id", "language", "subject", "text", "due"]);

/** The field that was refused is where the reader goes on. */
export function focusOnFault(): void {
  document.querySelector<HTMLElement>('dialog [aria-invalid="true"]')?.focus();
}

/** The field that the centre refuses, in words; null where it is no field's fault. */
export function faultOf(problem: unknown): Fault | null {
  if (!(problem instanceof Problem)) return null;
  if (problem.code === "conflict") return { field: "address", words: t("console.fault.blocked") };
  const field = /[a-z_]+/.exec(problem.path ?? "")?.[0];
  if (problem.status !== 422 || !field || !SHOWN.has(field)) return null;
  const words = WORDS[field];
  return { field, words: words ? t(words) : problem.detail };
}
