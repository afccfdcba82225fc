// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { useEffect, useState } from "preact/hooks";
import { backoffMs } from "../shared/backoff";
import { fileSize } from "../shared/i18n/format";
import { Icon } from "../shared/ui/Icon";
import { file as fileIcon } from "../shared/ui/icons";
import { remembered } from "./memory";
import type { StoredFile } from "./values";

const SHOWN = /^image\/(png|jpeg|gif|webp)$/;
const TRIES = 7; // about 40 seconds

/** A picture, or the name of a file to save. The token travels in a header, so that no address holds it. */
export function Attachment({ conversation, file }: { conversation: string; file: StoredFile }) {
  const [url, setUrl] = useState<string | null>(null);
  const isPicture = SHOWN.test(file.content_type);

  useEffect(() => {
    if (!isPicture) return;
    let made: string | null = null;
    let isGone = false;
    void fetchFile(conversation, file).then((blob) => {
      if (isGone || !blob) return;
      made = URL.createObjectURL(blob);
      setUrl(made);
    });
    return () => {
      isGone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [file.blob_id]);

  if (isPicture && url)
    return (
      <a class="picture" href={url} download={file.name}>
        <img src={url} alt={file.name} />
      </a>
    );
  return (
    <button type="button" class="file" onClick={() => void save(conversation, file)}>
      <Icon path={fileIcon} />
      <span dir="auto">{file.name}</span>
      <span class="file-size">{fileSize(file.size_bytes)}</span>
    </button>
  );
}

/** Asks again for a while: a limit of requests a second, or a server that restarts, passes. */
async function fetchFile(conversation: string, { blob_id }: StoredFile): Promise<Blob | null> {
  for (let failures = 0; failures < TRIES; failures++) {
    const response = await fetch(`/api/v1/visitor/conversations/${conversation}/files/${blob_id}`, {
      headers: { Authorization: `Bearer ${remembered().token}` },
    }).catch(() => null);
    if (response?.ok) return response.blob();
    if (response && response.status !== 429 && response.status < 500) return null;
    await new Promise((resolve) => setTimeout(resolve, backoffMs(failures)));
  }
  return null;
}

async function save(conversation: string, file: StoredFile): Promise<void> {
  const blob = await fetchFile(conversation, file);
  if (!blob) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
