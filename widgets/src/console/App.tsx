import { t } from "../shared/i18n";
import { Spinner } from "../shared/ui/Progress";
import { Toasts } from "../shared/ui/Toast";
import { Desk } from "./Desk";
import { Invitation } from "./Invitation";
import { SignIn } from "./SignIn";
import { me } from "./session";
import "./console.css";

export function App() {
  return (
    <>
      <Page />
      <Toasts />
    </>
  );
}

function Page() {
  const invited = new URLSearchParams(location.search).get("invitation");
  if (invited) return <Invitation token={invited} />;
  if (me.value === undefined) return <Spinner label={t("common.loading")} />;
  return me.value === null ? <SignIn /> : <Desk />;
}
