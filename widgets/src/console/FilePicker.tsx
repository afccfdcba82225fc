import { useRef } from "preact/hooks";
import { t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { clip } from "../shared/ui/icons";
import { addFiles } from "./uploads";

/** A button that takes files into a draft. */
export function FilePicker({ draft, children }: { draft: string; children?: string }) {
  const picker = useRef<HTMLInputElement>(null);
  const look = { look: "quiet", icon: clip, onClick: () => picker.current?.click() } as const;
  return (
    <>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={t("console.file.attach")}
        onChange={({ currentTarget }) => {
          addFiles(draft, [...(currentTarget.files ?? [])]);
          currentTarget.value = "";
        }}
      />
      {children ? (
        <Button {...look}>{children}</Button>
      ) : (
        <Button {...look} label={t("console.file.attach")} />
      )}
    </>
  );
}

/** What a form spreads onto itself to take files that are dropped on it or pasted into it. */
export function takesFiles(draft: string) {
  return {
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      addFiles(draft, [...(event.dataTransfer?.files ?? [])]);
    },
    onPaste: (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) event.preventDefault();
      addFiles(draft, files);
    },
  };
}
