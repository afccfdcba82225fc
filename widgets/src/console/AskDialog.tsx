import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { SelectField } from "../shared/ui/SelectField";
import { TextArea, TextField } from "../shared/ui/TextField";
import { toast } from "../shared/ui/Toast";
import { uuid7 } from "../shared/uuid7";
import { inboxChoices } from "./beginning";
import { loadDetails } from "./details";
import { changeDraft, clearDraft, draftOf } from "./drafts";
import { ExcerptChoice, FileChoice } from "./Excerpts";
import { attemptForm, type Fault, focusOnFault } from "./faults";
import { forwardedOf } from "./forwarding";
import { act, open } from "./open";
import { localInput, tomorrowAt } from "./times";
import type { Entry, FileRef, Head } from "./types";
import "./begin.css";

/** A file of a message says more of itself than an upload does, and the centre takes no more. */
function asUploaded({ blob_id, name, content_type, size_bytes }: FileRef): FileRef {
  return { blob_id, name, content_type, size_bytes };
}

interface AskProps {
  readonly head: Head;
  /** A message to begin with: then it is sent on, and no answer is waited for unless a time is set. */
  readonly entry?: Entry | undefined;
  readonly onClose: () => void;
}

/** Asks somebody who is not the customer; they read what is written and chosen here and nothing else. */
export function AskDialog({ head, entry, onClose }: AskProps) {
  const inboxes = inboxChoices("email");
  const [begun] = useState(() => (entry ? forwardedOf(entry, head) : null));
  const [form, setForm] = useState({
    inbox: inboxes.some((one) => one.value === head.inbox_id) ? head.inbox_id : (inboxes[0]?.value ?? ""),
    address: "",
    name: "",
    subject: begun?.subject ?? "",
    due: begun ? "" : localInput(tomorrowAt(17)),
  });
  const [files, setFiles] = useState<readonly FileRef[]>(begun?.files ?? []);
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [externalId] = useState(uuid7);
  const draft = entry ? `forward:${entry.id}` : `ask:${head.id}`;
  const text = draftOf(draft).text || (begun?.text ?? "");
  const messages = (open.value?.timeline.entries.value ?? []).filter((entry) => entry.kind === "message");
  const set = (name: keyof typeof form) => (value: string) => setForm({ ...form, [name]: value });
  const errorOf = (field: string): string | null => (fault?.field === field ? fault.words : null);
  const write = (value: string): void => changeDraft(draft, { text: value });

  const first = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  useEffect(() => focusOnFault(), [fault]);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const body = {
      external_id: externalId,
      inbox_id: form.inbox,
      address: form.address.trim(),
      name: form.name.trim(),
      subject: form.subject.trim(),
      text,
      attachments: files.map(asUploaded),
      due: form.due ? new Date(form.due).toISOString() : null,
    };
    setBusy(true);
    const done = await attemptForm(() => act(head.id, "side-threads", body), setFault);
    setBusy(false);
    if (!done) return;
    clearDraft(draft);
    toast({
      text: t(begun ? "console.forward.done" : "console.ask.done", { name: body.name || body.address }),
      tone: "good",
    });
    onClose();
    void loadDetails(head.id).catch(() => {});
  }

  return (
    <Dialog title={t(begun ? "console.forward" : "console.ask")} onClose={onClose} wide>
      <form class="form begin" noValidate onSubmit={(event) => void submit(event)}>
        <p class="soft">{t(begun ? "console.forward.lead" : "console.ask.lead")}</p>
        <div class="form-row">
          <TextField
            label={t("console.begin.address")}
            value={form.address}
            onInput={set("address")}
            error={errorOf("address")}
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
            value={form.inbox}
            choices={inboxes}
            onChange={set("inbox")}
            error={errorOf("inbox_id")}
          />
          <TextField
            label={t("console.ask.due")}
            hint={t("console.ask.due.hint")}
            type="datetime-local"
            value={form.due}
            onInput={set("due")}
            error={errorOf("due")}
          />
        </div>
        <TextField
          label={t("console.begin.subject")}
          value={form.subject}
          onInput={set("subject")}
          error={errorOf("subject")}
          maxLength={250}
        />
        <ExcerptChoice head={head} messages={messages} text={text} onChange={write} />
        <TextArea
          label={t(begun ? "console.forward.text" : "console.ask.text")}
          value={text}
          onInput={write}
          error={errorOf("text")}
          rows={7}
          maxLength={20000}
          required
        />
        <FileChoice messages={messages} chosen={files} onChange={setFiles} />
        <div class="form-actions">
          <Button type="submit" look="primary" busy={isBusy}>
            {t(begun ? "console.forward" : "console.ask.send")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
