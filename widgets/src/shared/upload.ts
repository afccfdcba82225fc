// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { Problem, problemFrom } from "./api";

const ATTEMPTS = 4;
const PAUSE_MS = 1000;

export interface Upload<T> {
  readonly done: Promise<T>;
  readonly cancel: () => void;
}

/**
 * POSTs one file, telling `onProgress` the share sent (0 to 1), which fetch cannot. What was limited or cut off is sent
 * again, when the server says or after a pause that doubles: the same bytes are the same file.
 */
export function upload<T>(
  url: string,
  file: Blob,
  headers: Readonly<Record<string, string>>,
  onProgress: (share: number) => void,
): Upload<T> {
  let request = new XMLHttpRequest();
  let isCancelled = false;
  const cancel = (): void => {
    isCancelled = true;
    request.abort();
  };

  async function attempt(number: number): Promise<T> {
    if (isCancelled) throw new Problem(0, "cancelled", "");
    try {
      request = new XMLHttpRequest();
      return await sent<T>(request, url, file, headers, onProgress);
    } catch (failure) {
      const isLast = isCancelled || number === ATTEMPTS;
      if (isLast || !(failure instanceof Problem && failure.isTransient)) throw failure;
      const asked = failure.retryAfterSeconds;
      await new Promise((resolve) =>
        setTimeout(resolve, asked ? asked * 1000 : PAUSE_MS * 2 ** (number - 1)),
      );
      return attempt(number + 1);
    }
  }

  return { done: attempt(1), cancel };
}

function sent<T>(
  request: XMLHttpRequest,
  url: string,
  file: Blob,
  headers: Readonly<Record<string, string>>,
  onProgress: (share: number) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    request.open("POST", url);
    request.setRequestHeader("X-Requested-With", "contactcenter");
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as T);
      else
        reject(problemFrom(request.status, request.responseText, request.getResponseHeader("Retry-After")));
    };
    request.onerror = () => reject(new Problem(0, "unreachable", ""));
    request.onabort = () => reject(new Problem(0, "cancelled", ""));
    request.send(file);
  });
}
