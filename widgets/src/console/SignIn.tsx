import { useState } from "preact/hooks";
import { Problem } from "../shared/api";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { TextField } from "../shared/ui/TextField";
import { wordsFor } from "./failing";
import { signIn } from "./session";

export function SignIn() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await signIn(email, password);
    } catch (problem) {
      const wrong = problem instanceof Problem && problem.status === 401;
      setError(wrong ? t("console.signin.wrong") : wordsFor(problem));
    } finally {
      setBusy(false);
    }
  }

  return (
    <main class="door">
      <form class="form door-card" onSubmit={(event) => void submit(event)}>
        <h1>{t("console.signin.title")}</h1>
        <TextField
          label={t("console.signin.email")}
          type="email"
          autocomplete="username"
          value={email}
          onInput={setEmail}
          required
        />
        <TextField
          label={t("console.signin.password")}
          type="password"
          autocomplete="current-password"
          value={password}
          onInput={setPassword}
          error={error}
          required
        />
        <div class="form-actions">
          <Button type="submit" look="primary" busy={busy}>
            {t("console.signin.submit")}
          </Button>
        </div>
      </form>
    </main>
  );
}
