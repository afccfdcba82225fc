// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { t } from "../shared/i18n";
import { fileSize } from "../shared/i18n/format";
import { upload } from "../shared/upload";
import { uuid7 } from "../shared/uuid7";
import { config } from "./config";
import { fileProblem, uploads } from "./state";
import type { StoredFile, Uploading } from "./values";
import { visitorToken } from "./visitor";

const MOST = 10; // the protocol's limit for one message

/** Takes files from the picker, the clipboard or a drop; refuses here what the server would refuse later. */
export function addFiles(files: readonly File[]): void {
  for (const file of files) {
    fileProblem.value = refusal(file);
    if (!fileProblem.value) void begin(file);
  }
}

export function remove(key: string): void {
  uploads.value.find((one) => one.key === key)?.cancel();
  uploads.value = uploads.value.filter((one) => one.key !== key);
}

function refusal(file: File): string | null {
  const limits = config.value;
  if (uploads.value.length >= MOST) return t("widget.file.too_many", { count: MOST });
  if (!limits) return null;
  if (file.size > limits.max_file_bytes)
    return t("widget.file.too_large", { name: file.name, limit: fileSize(limits.max_file_bytes) });
  return isTaken(file.type, limits.file_types) ? null : t("widget.file.type", { name: file.name });
}

function isTaken(type: string, taken: readonly string[]): boolean {
  return taken.some((one) => (one.endsWith("/*") ? type.startsWith(one.slice(0, -1)) : one === type));
}

async function begin(file: File): Promise<void> {
  const key = uuid7();
  const change = (to: Partial<Uploading>): void => {
    uploads.value = uploads.value.map((one) => (one.key === key ? { ...one, ...to } : one));
  };
  uploads.value = [...uploads.value, { key, name: file.name, share: 0, stored: null, cancel: () => {} }];
  try {
    const headers = { Authorization: `Bearer ${await visitorToken()}`, "Content-Type": file.type };
    const url = `/api/v1/visitor/files?name=${encodeURIComponent(file.name)}`;
    const sending = upload<StoredFile>(url, file, headers, (share) => change({ share }));
    change({ cancel: sending.cancel });
    change({ stored: await sending.done, share: 1 });
  } catch {
    if (uploads.value.some((one) => one.key === key))
      fileProblem.value = t("widget.file.failed", { name: file.name });
    remove(key);
  }
}
