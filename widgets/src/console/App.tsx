import { t } from "../shared/i18n";
import { SignIn } from "../shared/staff/SignIn";
import { Spinner } from "../shared/ui/Progress";
import { Toasts } from "../shared/ui/Toast";
import { Desk } from "./Desk";
import { wordsFor } from "./failing";
import { Invitation } from "./Invitation";
import { me, signIn } from "./session";

export function App() {
  return (
    <>
      <Page />
      <Toasts />
    </>
  );
}

function Page() {
  const invited = /^\/invitations\/([^/]+)$/.exec(location.pathname)?.[1];
  if (invited) return <Invitation token={invited} />;
  if (me.value === undefined) return <Opening />;
  return me.value === null ? <SignIn signIn={signIn} wordsFor={wordsFor} /> : <Desk />;
}

function Opening() {
  return (
    <main class="door">
      <Spinner label={t("common.loading")} />
    </main>
  );
}
