// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { attempt } from "./attempt";

/** An answer of the server that is not 2xx (RFC 9457), or `code` "unreachable" when there was none. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    /** Path of the field at fault in the body sent, if one is. */
    readonly path: string | null = null,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(`${status} ${code}: ${detail}`);
  }

  /** True when sending the same again later may succeed. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

type QueryValue = string | number | boolean | null | undefined;

export interface Call {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Sent as JSON, but a Blob or FormData as it is. */
  readonly body?: unknown;
  /** A list repeats its name; null and undefined are left out. */
  readonly query?: Readonly<Record<string, QueryValue | readonly string[]>>;
  /** Version of the object being changed: sent as If-Match. */
  readonly version?: number | string;
  /** Makes a POST safe to repeat (kept for 24 hours). */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Api = <T>(path: string, call?: Call) => Promise<T>;

/** `bearer` = the visitor's token, asked for at each call; consoles use their session cookie and give none. */
export function createApi(bearer: () => string | null = () => null, base = "/api/v1"): Api {
  return async <T>(path: string, call: Call = {}): Promise<T> => {
    const response = await fetch(base + path + queryString(call.query), {
      method: call.method ?? "GET",
      headers: headersOf(call, bearer()),
      body: bodyOf(call.body),
      signal: call.signal ?? null,
      credentials: "same-origin",
    }).catch((reason: unknown) => {
      if (call.signal?.aborted) throw reason;
      throw new Problem(0, "unreachable", String(reason));
    });
    if (!response.ok) throw await problemOf(response);
    const text = await response.text();
    return (text ? JSON.parse(text) : undefined) as T;
  };
}

function queryString(query: Call["query"] = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().flatMap((one) => (one === null || one === undefined ? [] : [[name, String(one)]])),
  );
  return given.length > 0 ? `?${new URLSearchParams(given)}` : "";
}

function headersOf(call: Call, token: string | null): Record<string, string> {
  const headers: Record<string, string> = { "X-Requested-With": "contactcenter", ...call.headers };
  if (isJson(call.body)) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  if (call.version !== undefined) headers["If-Match"] = `"${call.version}"`;
  if (call.idempotencyKey) headers["Idempotency-Key"] = call.idempotencyKey;
  return headers;
}

function isJson(body: unknown): boolean {
  return body !== undefined && !(body instanceof Blob) && !(body instanceof FormData);
}

function bodyOf(body: unknown): BodyInit | null {
  if (body === undefined) return null;
  return isJson(body) ? JSON.stringify(body) : (body as BodyInit);
}

async function problemOf(response: Response): Promise<Problem> {
  return problemFrom(response.status, await response.text(), response.headers.get("Retry-After"));
}

export function problemFrom(status: number, text: string, retryAfter: string | null): Problem {
  const parsed: unknown = attempt(() => JSON.parse(text));
  const fields = typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  const word = (name: string): string | null => {
    const value = fields[name];
    return typeof value === "string" ? value : null;
  };
  const detail = word("detail") ?? word("title") ?? "";
  return new Problem(status, word("code") ?? "unknown", detail, word("path"), Number(retryAfter) || null);
}
