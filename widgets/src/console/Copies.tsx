import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { close, plus } from "../shared/ui/icons";
import { TextField } from "../shared/ui/TextField";
import { attemptForm, type Fault } from "./faults";
import { recipientsOf } from "./letters";
import { takeHead } from "./open";
import { api, may } from "./session";
import type { Head } from "./types";
import "./begin.css";

/** Who gets copies of what is written, changed on the spot; whoever joined is one press away. */
export function Copies({ head }: { head: Head }) {
  const [isAdding, setAdding] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const { copies } = recipientsOf(head);
  const joined = head.participants.flatMap((one) =>
    one.role === "joined" && one.identity?.kind === "email" ? [one.identity.address] : [],
  );
  const change = (addresses: readonly string[]): Promise<boolean> =>
    attemptForm(async () => {
      const answer = await api<{ head: Head }>(`/conversations/${head.id}/copies`, {
        method: "PUT",
        body: { addresses },
      });
      takeHead(answer.head);
    }, setFault);

  if (!may("conversations.reply")) return <bdi>{copies.join(", ")}</bdi>;
  return (
    <div class="copies">
      {copies.map((address) => (
        <span key={address} class="chip">
          <bdi>{address}</bdi>
          <Button
            look="quiet"
            small
            icon={close}
            label={t("console.copies.remove", { address })}
            onClick={() => void change(copies.filter((one) => one !== address))}
          />
        </span>
      ))}
      {joined.map((address) => (
        <Button
          key={address}
          small
          look="quiet"
          icon={plus}
          onClick={() => void change([...copies, address])}
        >
          {t("console.copies.join", { address })}
        </Button>
      ))}
      {isAdding ? (
        <NewCopy
          fault={fault}
          onAdd={(address) => change([...copies, address])}
          onClose={() => {
            setAdding(false);
            setFault(null);
          }}
        />
      ) : (
        <Button small look="quiet" icon={plus} onClick={() => setAdding(true)}>
          {t("console.copies.add")}
        </Button>
      )}
      {fault && !isAdding && (
        <p class="field-error" role="alert">
          {fault.words}
        </p>
      )}
    </div>
  );
}

interface NewCopyProps {
  readonly fault: Fault | null;
  readonly onAdd: (address: string) => Promise<boolean>;
  readonly onClose: () => void;
}

/** Enter adds and asks for the next one, Escape is enough. */
function NewCopy({ fault, onAdd, onClose }: NewCopyProps) {
  const [address, setAddress] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.focus(), []);
  const add = async (): Promise<void> => {
    if (await onAdd(address.trim())) setAddress("");
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault(); // Enter would send the letter
    event.stopPropagation();
    if (event.key === "Escape") onClose();
    else void add();
  };
  return (
    <span class="copies-add">
      <TextField
        label={t("console.copies.address")}
        hideLabel
        placeholder={t("console.copies.address")}
        value={address}
        onInput={setAddress}
        onKeyDown={onKeyDown}
        error={fault?.words ?? null}
        inputRef={input}
        maxLength={254}
      />
      <Button small disabled={!address.trim()} onClick={() => void add()}>
        {t("console.copies.add")}
      </Button>
      <Button small look="quiet" icon={close} label={t("common.cancel")} onClick={onClose} />
    </span>
  );
}
