// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { attempt } from "./attempt";

export interface Live {
  /** Sends an event; resolves with the acknowledgement, rejects when the connection ends or after 10 s. */
  readonly emit: (event: string, body: unknown) => Promise<unknown>;
  readonly close: () => void;
}

export interface LiveOptions {
  /** Path of the endpoint on this page's host. */
  readonly path?: string;
  readonly namespace?: string;
  /** What the CONNECT packet carries; asked for anew at each connection. */
  readonly auth: () => Promise<unknown>;
  readonly onEvent: (event: string, body: unknown) => void;
  /** Connected and accepted. */
  readonly onOpen: (live: Live) => void;
  /** `opened` is false when this connection was never accepted; `reason` is the server's, if it gave one. */
  readonly onClose: (opened: boolean, reason: unknown) => void;
}

const ACK_TIMEOUT_MS = 10_000;
const OPEN_TIMEOUT_MS = 10_000;
const PACKET = /^4([0-4])(?:(\/[^,]*),)?(\d+)?([[{].*)?$/s;

/** One Socket.IO connection (protocol 5 over Engine.IO 4, websocket only). Reconnecting is the caller's. */
export function openLive(options: LiveOptions): () => void {
  const namespace = options.namespace ?? "/";
  const prefix = namespace === "/" ? "" : `${namespace},`;
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (reason: Error) => void }>();
  const socket = new WebSocket(addressOf(options.path ?? "/socket.io/"));
  let opened = false;
  let ended = false;
  let lastId = 0;
  let silenceMs = OPEN_TIMEOUT_MS;
  let watchdog = setTimeout(() => finish(null), silenceMs);

  function finish(reason: unknown): void {
    if (ended) return;
    ended = true;
    clearTimeout(watchdog);
    socket.close();
    for (const { reject } of waiting.values()) reject(new Error("connection lost"));
    waiting.clear();
    options.onClose(opened, reason);
  }

  function emit(event: string, body: unknown): Promise<unknown> {
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      if (socket.readyState !== WebSocket.OPEN) return reject(new Error("connection lost"));
      waiting.set(id, { resolve, reject });
      socket.send(`42${prefix}${id}${JSON.stringify([event, body])}`);
      setTimeout(() => waiting.delete(id) && reject(new Error("no acknowledgement")), ACK_TIMEOUT_MS);
    });
  }

  async function greet(handshake: string): Promise<void> {
    const { pingInterval, pingTimeout } = JSON.parse(handshake) as {
      pingInterval: number;
      pingTimeout: number;
    };
    silenceMs = pingInterval + pingTimeout;
    const auth = await options.auth();
    if (!ended) socket.send(`40${prefix}${JSON.stringify(auth)}`);
  }

  function receive(packet: string): void {
    if (packet === "2") socket.send("3");
    else if (packet[0] === "0") greet(packet.slice(1)).catch(finish);
    else if (packet[0] === "4") receiveMessage(packet);
  }

  function receiveMessage(packet: string): void {
    const [, kind, , id, json] = PACKET.exec(packet) ?? [];
    const body: unknown = attempt(() => JSON.parse(json ?? "null"));
    if (kind === "0") {
      opened = true;
      options.onOpen({ emit, close: () => finish(null) });
    } else if (kind === "2" && Array.isArray(body)) options.onEvent(String(body[0]), body[1]);
    else if (kind === "3" && Array.isArray(body)) {
      waiting.get(Number(id))?.resolve(body[0]);
      waiting.delete(Number(id));
    } else if (kind === "1" || kind === "4") finish(body);
  }

  socket.onmessage = ({ data }) => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => finish(null), silenceMs);
    receive(String(data));
  };
  socket.onclose = socket.onerror = () => finish(null);
  return () => finish(null);
}

function addressOf(path: string): string {
  return `${location.origin.replace(/^http/, "ws")}${path}?EIO=4&transport=websocket`;
}
