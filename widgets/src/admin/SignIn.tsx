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
  const [isBusy, setBusy] = useState(false);

  async function submit(): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      await signIn(email, password);
    } catch (problem) {
      const isWrong = problem instanceof Problem && problem.status === 401;
      setError(isWrong ? t("admin.signin.wrong") : wordsFor(problem));
    }
    setBusy(false);
  }

  return (
    <main class="admin-door">
      <form
        class="form admin-card"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <h1>{t("admin.signin")}</h1>
        <TextField
          label={t("admin.field.email")}
          type="email"
          autocomplete="username"
          value={email}
          onInput={setEmail}
          required
        />
        <TextField
          label={t("admin.signin.password")}
          type="password"
          autocomplete="current-password"
          value={password}
          onInput={setPassword}
          error={error}
          required
        />
        <div class="form-actions">
          <Button type="submit" look="primary" busy={isBusy}>
            {t("admin.signin.submit")}
          </Button>
        </div>
      </form>
    </main>
  );
}
