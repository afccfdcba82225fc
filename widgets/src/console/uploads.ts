import { Problem } from "../shared/api";
import { t } from "../shared/i18n";
import { fileSize } from "../shared/i18n/format";
import { toast } from "../shared/ui/Toast";
import { upload } from "../shared/upload";
import { uuid7 } from "../shared/uuid7";
import { changeDraft, draftOf, type Uploading } from "./drafts";
import { wordsFor } from "./failing";
import { limitsOf } from "./limits";
import { openHead } from "./open";
import type { FileRef } from "./types";

const MOST_FILES = 10;

/** Takes files from the picker, the clipboard or a drop; what the centre would refuse is refused here. */
export function addFiles(conversation: string, files: readonly File[]): void {
  for (const file of files) {
    const refusal = refusalOf(conversation, file);
    if (refusal) toast({ text: refusal, tone: "bad" });
    else void begin(conversation, file);
  }
}

export function removeFile(conversation: string, key: string): void {
  const { files } = draftOf(conversation);
  files.find((one) => one.key === key)?.cancel();
  changeDraft(conversation, { files: files.filter((one) => one.key !== key) });
}

function refusalOf(conversation: string, file: File): string | null {
  if (draftOf(conversation).files.length >= MOST_FILES)
    return t("console.file.too_many", { count: MOST_FILES });
  const isReply = draftOf(conversation).mode === "reply" && openHead.value?.id === conversation;
  const { bytes } = limitsOf(isReply ? openHead.value : null);
  if (file.size <= bytes) return null;
  return t("console.file.too_large", { name: file.name, limit: fileSize(bytes) });
}

async function begin(conversation: string, file: File): Promise<void> {
  const key = uuid7();
  const change = (to: Partial<Uploading>): void => {
    const files = draftOf(conversation).files.map((one) => (one.key === key ? { ...one, ...to } : one));
    changeDraft(conversation, { files });
  };
  const type = file.type || "application/octet-stream";
  const url = `/api/v1/files?name=${encodeURIComponent(file.name)}`;
  const sending = upload<FileRef>(url, file, { "Content-Type": type }, (share) => change({ share }));
  const entry: Uploading = { key, name: file.name, share: 0, stored: null, cancel: sending.cancel };
  changeDraft(conversation, { files: [...draftOf(conversation).files, entry] });
  try {
    change({ stored: await sending.done, share: 1, cancel: () => {} });
  } catch (problem) {
    removeFile(conversation, key);
    if (problem instanceof Problem && problem.code === "cancelled") return;
    toast({ text: `${file.name}: ${wordsFor(problem)}`, tone: "bad" });
  }
}
