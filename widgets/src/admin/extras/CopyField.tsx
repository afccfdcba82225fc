import { t } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { note } from "../../shared/ui/icons";
import { toast } from "../../shared/ui/Toast";

interface CopyFieldProps {
  readonly label: string;
  readonly text: string;
}

/** A text that is there to be copied. */
export function CopyField({ label, text }: CopyFieldProps) {
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      toast({ text: t("admin.copied"), tone: "good" });
    } catch {
      toast({ text: t("admin.copy.failed"), tone: "bad" });
    }
  }
  return (
    <div class="admin-copy">
      <section class="admin-copy-text" tabIndex={0} aria-label={label} dir="ltr">
        <code>{text}</code>
      </section>
      <Button icon={note} onClick={() => void copy()}>
        {t("admin.copy")}
      </Button>
    </div>
  );
}
