import { useRef, useState } from "preact/hooks";
import { t } from "../../shared/i18n";
import { fileSize } from "../../shared/i18n/format";
import { Button } from "../../shared/ui/Button";
import { clip, close, plus } from "../../shared/ui/icons";
import { upload } from "../../shared/upload";
import { attemptTo } from "../failing";
import { isMap, type JsonMap, listOf, textOf } from "../values";
import { type ControlProps, framed } from "./control";
import { Group } from "./Group";

/** Pictures and files that the text of an article names; each can be put into the text. */
export function FilesControl(props: ControlProps<"files">) {
  const { label, hint, error, disabled } = framed(props);
  const picker = useRef<HTMLInputElement>(null);
  const [isBusy, setBusy] = useState(false);
  const files = listOf(props.value).filter(isMap);

  async function add(chosen: readonly File[]): Promise<void> {
    setBusy(true);
    const added: JsonMap[] = [];
    for (const file of chosen) await attemptTo(async () => added.push(await stored(file)));
    setBusy(false);
    const names = added.map((one) => one.name);
    props.onChange([...files.filter((one) => !names.includes(one.name ?? null)), ...added]);
  }

  return (
    <Group label={label} error={error} {...(hint ? { hint } : {})}>
      <ul>
        {files.map((file) => (
          <li key={textOf(file.name)} class="admin-file">
            <code dir="auto">{textOf(file.name)}</code>
            <span class="field-hint">{fileSize(Number(file.size_bytes))}</span>
            {!disabled && (
              <>
                <Button
                  small
                  icon={plus}
                  onClick={() => props.set("body", `${textOf(props.draft.body)}\n\n${namedIn(file)}\n`)}
                >
                  {t("admin.file.insert")}
                </Button>
                <Button
                  look="quiet"
                  small
                  icon={close}
                  label={t("admin.remove.one", { name: textOf(file.name) })}
                  onClick={() => props.onChange(files.filter((one) => one.name !== file.name))}
                />
              </>
            )}
          </li>
        ))}
      </ul>
      {!disabled && (
        <div>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            aria-label={t("admin.file.add")}
            onChange={({ currentTarget }) => {
              void add([...(currentTarget.files ?? [])]);
              currentTarget.value = "";
            }}
          />
          <Button icon={clip} busy={isBusy} onClick={() => picker.current?.click()}>
            {t("admin.file.add")}
          </Button>
        </div>
      )}
    </Group>
  );
}

async function stored(file: File): Promise<JsonMap> {
  const url = `/api/v1/files?name=${encodeURIComponent(file.name)}`;
  const type = file.type || "application/octet-stream";
  const { done } = upload<JsonMap>(url, file, { "Content-Type": type }, () => {});
  const { name, blob_id, content_type, size_bytes } = await done;
  return {
    name: name ?? "",
    blob_id: blob_id ?? "",
    content_type: content_type ?? "",
    size_bytes: size_bytes ?? 0,
  };
}

/** How the text names it: a picture is shown, anything else is a link. */
function namedIn(file: JsonMap): string {
  const name = textOf(file.name);
  const link = `[${name.replace(/[[\]\\]/g, "\\$&")}](${encodeURIComponent(name).replace(/[()]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)})`;
  return textOf(file.content_type).startsWith("image/") ? `!${link}` : link;
}
