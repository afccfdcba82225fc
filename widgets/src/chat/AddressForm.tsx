// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { useId, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { remember, remembered } from "./memory";
import type { Waiting } from "./values";
import { api } from "./visitor";

const ADDRESS = /^[^@\s<>"]+@[^@\s<>"]+\.[^@\s<>".]+$/;

/** Asks where the answer may go, only with nobody here and no address known. Never a condition for anything. */
export function AddressForm({ waiting }: { waiting: Waiting }) {
  const id = useId();
  const [email, setEmail] = useState("");
  const [state, setState] = useState<"asking" | "wrong" | "saved">("asking");
  const isKnown = remembered().hasAddress || remembered().subject !== undefined;
  if (state !== "saved" && (isKnown || waiting.told === "all_busy")) return null;

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    const isGood = ADDRESS.test(email);
    const isTaken = isGood && (await post(email.trim()));
    setState(isTaken ? "saved" : "wrong");
    if (isTaken) remember({ hasAddress: true });
  }

  if (state === "saved")
    return (
      <p class="chat-card" role="status">
        {t("widget.address.saved", { email })}
      </p>
    );
  return (
    <form class="chat-card" noValidate onSubmit={(event) => void save(event)}>
      <p>{t("widget.address.why")}</p>
      <label for={id} class="visually-hidden">
        {t("widget.address.label")}
      </label>
      <div class="chat-card-row">
        <input
          id={id}
          class="chat-input"
          type="email"
          autocomplete="email"
          placeholder={t("widget.address.label")}
          value={email}
          aria-invalid={state === "wrong"}
          aria-describedby={`${id}-error`}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        <Button type="submit">{t("widget.address.save")}</Button>
      </div>
      <p id={`${id}-error`} class="chat-error" role="alert">
        {state === "wrong" && t("widget.address.invalid")}
      </p>
    </form>
  );
}

function post(email: string): Promise<boolean> {
  return api("/visitor/address", { method: "POST", body: { email } }).then(
    () => true,
    () => false,
  );
}
