import { t } from "../shared/i18n";
import { Spinner } from "../shared/ui/Progress";
import { Toasts } from "../shared/ui/Toast";
import { Desk } from "./Desk";
import { Invitation } from "./Invitation";
import { SignIn } from "./SignIn";
import { me } from "./session";
import "./door.css";

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
  return me.value === null ? <SignIn /> : <Desk />;
}

function Opening() {
  return (
    <main class="door">
      <Spinner label={t("common.loading")} />
    </main>
  );
}
