import { useState } from "preact/hooks";
import { Problem } from "../api";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { TextField } from "../ui/TextField";
import "./door.css";

interface SignInProps {
  readonly signIn: (email: string, password: string) => Promise<void>;
  readonly wordsFor: (problem: unknown) => string;
}

/** The door of every page for staff. */
export function SignIn({ signIn, wordsFor }: SignInProps) {
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
