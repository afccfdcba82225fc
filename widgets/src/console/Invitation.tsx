import { useEffect, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { Spinner } from "../shared/ui/Progress";
import { TextField } from "../shared/ui/TextField";
import { wordsFor } from "./failing";
import { api } from "./session";

interface Invited {
  readonly name: string;
  readonly email: string;
}

/** Where an invited agent chooses a password; the first administrator also says who they are. */
export function Invitation({ token }: { token: string }) {
  const [invited, setInvited] = useState<Invited | null>(null);
  const [gone, setGone] = useState(false);
  useEffect(() => {
    api<Invited>(`/invitations/${token}`).then(setInvited, () => setGone(true));
  }, [token]);
  return (
    <main class="door">
      {gone && <p role="alert">{t("console.invitation.gone")}</p>}
      {!gone && !invited && <Spinner label={t("common.loading")} />}
      {invited && <PasswordForm token={token} invited={invited} />}
    </main>
  );
}

const SHORTEST = 10;

function PasswordForm({ token, invited }: { token: string; invited: Invited }) {
  const [name, setName] = useState(invited.name);
  const [email, setEmail] = useState(invited.email);
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (password.length < SHORTEST) return setError(t("console.invitation.short", { count: SHORTEST }));
    setBusy(true);
    const who = { ...(invited.name ? {} : { name }), ...(invited.email ? {} : { email }) };
    try {
      await api(`/invitations/${token}`, { method: "POST", body: { password, ...who } });
      location.assign("/console");
    } catch (problem) {
      setError(wordsFor(problem));
      setBusy(false);
    }
  }

  return (
    <form class="form door-card" onSubmit={(event) => void submit(event)}>
      <h1>{t("console.invitation.title", { name: invited.name })}</h1>
      {!invited.name && (
        <TextField label={t("console.invitation.name")} value={name} onInput={setName} required />
      )}
      <TextField
        label={t("console.signin.email")}
        type="email"
        autocomplete="username"
        value={email}
        onInput={setEmail}
        disabled={invited.email !== ""}
      />
      <TextField
        label={t("console.invitation.password")}
        hint={t("console.invitation.hint", { count: SHORTEST })}
        type="password"
        autocomplete="new-password"
        value={password}
        onInput={setPassword}
        error={error}
        required
      />
      <div class="form-actions">
        <Button type="submit" look="primary" busy={busy}>
          {t("console.invitation.submit")}
        </Button>
      </div>
    </form>
  );
}
