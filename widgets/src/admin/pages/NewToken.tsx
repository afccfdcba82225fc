import { useState } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { SelectField } from "../../shared/ui/SelectField";
import { TextField } from "../../shared/ui/TextField";
import { CopyField } from "../extras/CopyField";
import { wordsFor } from "../failing";
import { nameOf } from "../names";
import { recordsOf } from "../records";
import { api } from "../session";

interface NewTokenProps {
  readonly onMade: () => void;
  readonly onClose: () => void;
}

export function NewToken({ onMade, onClose }: NewTokenProps) {
  const [name, setName] = useState("");
  const [role, setRole] = useState("api");
  const [agent, setAgent] = useState("");
  const [token, setToken] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);

  async function make(): Promise<void> {
    setError(null);
    try {
      const body = { name: name.trim(), role, agent };
      setToken((await api<{ token: string }>("/admin/tokens", { method: "POST", body })).token);
      onMade();
    } catch (problem) {
      setError(wordsFor(problem));
    }
  }

  if (token)
    return (
      <Dialog title={t("admin.tokens.once")} onClose={onClose}>
        <p>{t("admin.tokens.once.text")}</p>
        <CopyField label={t("admin.tokens.token")} text={token} />
      </Dialog>
    );
  const agents = (recordsOf("agents") ?? []).filter((one) => one.active);
  const roles = (recordsOf("roles") ?? []).filter((one) => one.id !== "visitor");
  return (
    <Dialog
      title={t("admin.tokens.create")}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button look="primary" onClick={() => void make()}>
            {t("admin.create")}
          </Button>
        </>
      }
    >
      <TextField
        label={t("admin.field.name")}
        hint={t("admin.tokens.name.hint")}
        value={name}
        onInput={setName}
        onKeyDown={(event) => event.key === "Enter" && void make()}
        error={error}
        required
      />
      <SelectField
        label={t("admin.field.role")}
        value={role}
        choices={roles.map((one) => ({ value: one.id, label: nameOf(one) }))}
        onChange={setRole}
      />
      <SelectField
        label={t("admin.tokens.agent")}
        hint={t("admin.tokens.agent.hint")}
        value={agent}
        choices={[
          { value: "", label: t("admin.choose.none") },
          ...agents.map((one) => ({ value: one.id, label: nameOf(one) })),
        ]}
        onChange={setAgent}
      />
    </Dialog>
  );
}
