// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { type Signal, signal } from "@preact/signals";
import { type Api, Problem } from "./api";
import { backoffMs } from "./backoff";
import { type Live, openLive } from "./live";

export type Road = "none" | "socket" | "poll";

export interface ConnectionOptions {
  readonly api: Api;
  /** What the socket's CONNECT packet carries besides the protocol: a token or a fresh ticket. */
  readonly auth: () => Promise<Readonly<Record<string, string>>>;
  /** Last seq applied of each conversation followed, for the long poll. */
  readonly follows: () => Readonly<Record<string, number>>;
  /** Views watched, for the long poll. */
  readonly watches?: readonly string[];
  /** The same events on both roads (docs/protocol.md). */
  readonly onEvent: (event: string, body: unknown) => void;
  /** After every (re)connection: fetch what was missed. */
  readonly onConnected: () => void;
  /** The session or token is no longer good; the connection has stopped. */
  readonly onSignedOut: () => void;
}

export interface Connection {
  readonly road: Signal<Road>;
  /** Sends over the socket; rejects when there is none (then POST) or with the Problem acknowledged. */
  readonly emit: <T>(event: string, body: unknown) => Promise<T>;
  readonly close: () => void;
}

const REFUSALS_BEFORE_POLLING = 2;
const SOCKET_RETRY_WHILE_POLLING_MS = 30_000;
const WAIT_SECONDS = 25;

/**
 * Keeps this page in touch with the centre: over a websocket, and while none can be opened over the long poll.
 * Either is a nudge; what was missed is fetched after every connection.
 */
export function connect(options: ConnectionOptions): Connection {
  const road = signal<Road>("none");
  let live: Live | null = null;
  let closeSocket = (): void => {};
  let attempts = 0;
  let refusals = 0;
  let askedToWaitMs = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let polling: AbortController | null = null;
  let ended = false;

  function openSocket(): void {
    clearTimeout(timer);
    closeSocket = openLive({
      auth: async () => ({ protocol: 1, ...(await options.auth()) }),
      onEvent: take,
      onOpen(opened) {
        live = opened;
        attempts = refusals = 0;
        polling?.abort();
        polling = null;
        road.value = "socket";
        options.onConnected();
      },
      onClose(opened) {
        live = null;
        if (!opened) refusals++;
        if (!polling) road.value = "none";
        if (refusals >= REFUSALS_BEFORE_POLLING) void poll();
        if (!ended) timer = setTimeout(openSocket, retryMs());
      },
    });
  }

  function retryMs(): number {
    const asked = askedToWaitMs;
    askedToWaitMs = 0;
    return polling ? SOCKET_RETRY_WHILE_POLLING_MS : asked + backoffMs(attempts++);
  }

  function take(event: string, body: unknown): void {
    if (event === "closing") askedToWaitMs = 1000 * ((body as { retry_after?: number }).retry_after ?? 0);
    options.onEvent(event, body);
  }

  async function poll(): Promise<void> {
    if (polling || ended) return;
    const mine = new AbortController();
    polling = mine;
    let cursor = "";
    for (let failures = 0; !mine.signal.aborted; ) {
      try {
        cursor = await pollOnce(cursor, mine.signal);
        failures = 0;
      } catch (problem) {
        if (mine.signal.aborted) return;
        if (problem instanceof Problem && problem.status === 401) return signedOut();
        road.value = "none";
        await new Promise((resolve) => setTimeout(resolve, backoffMs(failures++)));
      }
    }
  }

  async function pollOnce(cursor: string, abort: AbortSignal): Promise<string> {
    const query = {
      follow: Object.entries(options.follows()).map(([id, seq]) => `${id}:${seq}`),
      watch: options.watches ?? [],
      cursor,
      wait: road.value === "poll" ? WAIT_SECONDS : 0,
    };
    const answer = await options.api<{ cursor: string; events: [string, unknown][] }>("/sync", {
      query,
      signal: abort,
    });
    if (abort.aborted) return cursor;
    if (road.value !== "poll") {
      road.value = "poll";
      options.onConnected();
      hurry(); // the server may just have come back: then its socket has too
    }
    for (const [event, body] of answer.events) take(event, body);
    return answer.cursor;
  }

  function signedOut(): void {
    close();
    options.onSignedOut();
  }

  function close(): void {
    ended = true;
    clearTimeout(timer);
    polling?.abort();
    removeEventListener("online", hurry);
    document.removeEventListener("visibilitychange", hurry);
    closeSocket();
    road.value = "none";
  }

  function hurry(): void {
    if (live || ended || document.hidden) return;
    attempts = 0;
    closeSocket();
    clearTimeout(timer);
    openSocket();
  }

  addEventListener("online", hurry);
  document.addEventListener("visibilitychange", hurry); // awake again: timers may have slept
  openSocket();
  return {
    road,
    close,
    async emit<T>(event: string, body: unknown) {
      if (!live) throw new Problem(0, "unreachable", "");
      const answer = (await live.emit(event, body)) as T & { error?: SocketError };
      if (answer?.error) throw problemOfSocket(answer.error);
      return answer;
    },
  };
}

interface SocketError {
  readonly code: string;
  readonly detail: string;
  readonly path?: string;
  readonly retry_after?: number;
}

const TRANSIENT: Readonly<Record<string, number>> = { rate_limited: 429, unavailable: 503, internal: 500 };

function problemOfSocket(error: SocketError): Problem {
  const status = TRANSIENT[error.code] ?? 422;
  return new Problem(status, error.code, error.detail, error.path ?? null, error.retry_after ?? null);
}
