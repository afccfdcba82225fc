import { fileSize } from "../shared/i18n/format";
import { Icon } from "../shared/ui/Icon";
import { file as fileIcon } from "../shared/ui/icons";
import type { FileRef } from "./types";

const SHOWN = /^image\/(png|jpeg|gif|webp)$/;

/** Pictures as pictures, everything else as a name to save. */
export function Attachments({ conversation, files }: { conversation: string; files: readonly FileRef[] }) {
  if (files.length === 0) return null;
  return (
    <ul class="files">
      {files.map((file) => (
        <li key={file.blob_id}>
          <Attachment url={`/api/v1/conversations/${conversation}/files/${file.blob_id}`} file={file} />
        </li>
      ))}
    </ul>
  );
}

function Attachment({ url, file }: { url: string; file: FileRef }) {
  if (SHOWN.test(file.content_type))
    return (
      <a class="picture" href={url} target="_blank" rel="noopener noreferrer">
        <img src={url} alt={file.name} loading="lazy" />
      </a>
    );
  return (
    <a class="file" href={url} download={file.name}>
      <Icon path={fileIcon} />
      <span dir="auto">{file.name}</span>
      <span class="file-size">{fileSize(file.size_bytes)}</span>
    </a>
  );
}
