import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { SelectField } from "../shared/ui/SelectField";
import { TextArea, TextField } from "../shared/ui/TextField";
import { uuid7 } from "../shared/uuid7";
import { NoInbox, Ways } from "./BeginWays";
import { inboxChoices, type Way } from "./beginning";
import { changeDraft, clearDraft, draftOf } from "./drafts";
import { FileChips } from "./FileChips";
import { FilePicker, takesFiles } from "./FilePicker";
import { attemptForm, type Fault, focusOnFault } from "./faults";
import { namedLanguages } from "./languages";
import { openConversation } from "./open";
import { view } from "./place";
import { api } from "./session";
import type { Head } from "./types";
import "./begin.css";

/** What is written here outlives the dialog, as a reply does. */
const DRAFT = "new";

/** Write to somebody first, or log what took place elsewhere. */
export function BeginDialog({ onClose }: { onClose: () => void }) {
  const isWritable = inboxChoices("email").length > 0;
  const [way, setWay] = useState<Way>(isWritable ? "email" : "call");
  const [form, setForm] = useState({ inbox: "", address: "", name: "", language: "", subject: "" });
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [externalId] = useState(uuid7);
  const { text, files } = draftOf(DRAFT);
  const isLogged = way !== "email";
  const inboxes = inboxChoices(way);
  const inbox = inboxes.find((one) => one.value === form.inbox)?.value ?? inboxes[0]?.value ?? "";
  const stored = files.flatMap((one) => one.stored ?? []);
  const set = (name: keyof typeof form) => (value: string) => setForm({ ...form, [name]: value });
  const errorOf = (field: string): string | null => (fault?.field === field ? fault.words : null);

  const first = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  useEffect(() => focusOnFault(), [fault]);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const { address, name, language, subject } = form;
    const body = {
      external_id: externalId,
      inbox_id: inbox,
      address: address.trim(),
      name: name.trim(),
      language: language || null,
      subject: subject.trim(),
      text,
      attachments: stored,
      way: isLogged ? way : null,
    };
    setBusy(true);
    const done = await attemptForm(async () => {
      const { head } = await api<{ head: Head }>("/conversations", { method: "POST", body });
      clearDraft(DRAFT);
      onClose();
      view.value = "mine";
      openConversation(head.id);
    }, setFault);
    if (!done) setBusy(false);
  }

  return (
    <Dialog title={t("console.begin")} onClose={onClose} wide>
      <form class="form begin" noValidate onSubmit={(event) => void submit(event)} {...takesFiles(DRAFT)}>
        {!isWritable && <NoInbox />}
        <Ways way={way} isWritable={isWritable} onChange={setWay} />
        <div class="form-row">
          <TextField
            label={t(isLogged ? "console.begin.who" : "console.begin.address")}
            value={form.address}
            onInput={set("address")}
            error={
              fault?.field === "address" && isLogged && !form.address
                ? t("console.fault.who")
                : errorOf("address")
            }
            maxLength={254}
            inputRef={first}
            required
          />
          <TextField
            label={t("console.begin.name")}
            value={form.name}
            onInput={set("name")}
            error={errorOf("name")}
            maxLength={200}
          />
        </div>
        <div class="form-row">
          <SelectField
            label={t("console.begin.inbox")}
            value={inbox}
            choices={inboxes}
            onChange={set("inbox")}
            error={errorOf("inbox_id")}
          />
          <SelectField
            label={t("console.begin.language")}
            value={form.language}
            choices={[
              { value: "", label: t("console.begin.language.known") },
              ...namedLanguages().map(({ tag, label }) => ({ value: tag, label })),
            ]}
            onChange={set("language")}
            error={errorOf("language")}
          />
        </div>
        <TextField
          label={t("console.begin.subject")}
          value={form.subject}
          onInput={set("subject")}
          error={errorOf("subject")}
          maxLength={250}
        />
        <TextArea
          label={t(isLogged ? "console.begin.happened" : "console.begin.text")}
          hint={isLogged ? t("console.begin.happened.hint") : undefined}
          value={text}
          onInput={(value) => changeDraft(DRAFT, { text: value })}
          error={errorOf("text")}
          rows={7}
          maxLength={20000}
          required
        />
        <FileChips conversation={DRAFT} files={files} />
        <div class="form-actions begin-actions">
          <FilePicker draft={DRAFT}>{t("console.file.attach")}</FilePicker>
          <Button
            type="submit"
            look="primary"
            disabled={inbox === ""}
            busy={isBusy || stored.length < files.length}
          >
            {t(isLogged ? "console.begin.log" : "console.composer.send")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
