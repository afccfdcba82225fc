import { useEffect } from "preact/hooks";
import { t } from "../shared/i18n";
import { SignIn } from "../shared/staff/SignIn";
import { EmptyState } from "../shared/ui/EmptyState";
import { alert, shield } from "../shared/ui/icons";
import { Spinner } from "../shared/ui/Progress";
import { Toasts } from "../shared/ui/Toast";
import { wordsFor } from "./failing";
import "./form.css";
import "./frame.css";
import { Frame } from "./Frame";
import { kindOf } from "./kinds";
import { LeaveDialog } from "./LeaveDialog";
import { Audit } from "./pages/Audit";
import { Quarantine } from "./pages/Quarantine";
import { Tokens } from "./pages/Tokens";
import { RecordList } from "./RecordList";
import { RecordPage } from "./RecordPage";
import { NEW, type Route, route, wanted } from "./route";
import { may, me, signIn } from "./session";

export function App() {
  if (me.value === undefined) return <Spinner label={t("common.loading")} />;
  if (me.value === null) return <SignIn signIn={signIn} wordsFor={wordsFor} />;
  if (!may("records.read"))
    return (
      <main class="door">
        <EmptyState icon={shield} title={t("admin.refused")}>
          <a href="/console">{t("admin.console")}</a>
        </EmptyState>
      </main>
    );
  return (
    <>
      <Frame>
        <Content route={route.value} />
      </Frame>
      {wanted.value !== null && <LeaveDialog />}
      <Toasts />
    </>
  );
}

function Content({ route: { page, id, given } }: { route: Route }) {
  const kind = kindOf(page);
  const title = kind ? t(kind.title) : t("admin.title");
  useEffect(() => {
    document.title = title;
    scrollTo(0, 0);
  }, [page, id, title]);
  if (kind && id)
    return (
      <RecordPage
        key={`${page}/${id}?${new URLSearchParams(given)}`}
        kind={kind}
        id={id === NEW ? null : id}
      />
    );
  if (kind) return <RecordList key={page} kind={kind} />;
  if (page === "tokens") return <Tokens />;
  if (page === "quarantine") return <Quarantine />;
  if (page === "audit") return <Audit />;
  return <EmptyState icon={alert} title={t("admin.error.not_found")} />;
}
