// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT

/** What the host page tells the iframe. */
export type HostMessage =
  | { readonly type: "open" | "close" }
  | { readonly type: "config"; readonly language?: string; readonly theme?: string }
  | { readonly type: "identify"; readonly token: string };

/** What the iframe tells the host page. */
export type FrameMessage =
  | { readonly type: "ready" | "close" }
  | { readonly type: "unread"; readonly count: number };

const MARK = "contactcenter";

export function frameMessage(message: HostMessage | FrameMessage): object {
  return { ...message, mark: MARK };
}

/** The message if it is one of the iframe's, else null: the window receives those of others too. */
export function fromFrame(data: unknown): FrameMessage | null {
  const fields = marked(data);
  if (fields?.type === "ready" || fields?.type === "close") return { type: fields.type };
  if (fields?.type === "unread" && typeof fields.count === "number")
    return { type: "unread", count: fields.count };
  return null;
}

/** The message if it is one of the loader's, else null. */
export function fromHost(data: unknown): HostMessage | null {
  const fields = marked(data);
  const word = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
  if (fields?.type === "open" || fields?.type === "close") return { type: fields.type };
  if (fields?.type === "identify" && typeof fields.token === "string")
    return { type: "identify", token: fields.token };
  if (fields?.type !== "config") return null;
  const language = word(fields.language);
  const theme = word(fields.theme);
  return { type: "config", ...(language ? { language } : {}), ...(theme ? { theme } : {}) };
}

function marked(data: unknown): Record<string, unknown> | null {
  if (typeof data !== "object" || data === null) return null;
  return (data as { mark?: unknown }).mark === MARK ? (data as Record<string, unknown>) : null;
}
