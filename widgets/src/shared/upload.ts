// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { Problem, problemFrom } from "./api";

export interface Upload<T> {
  readonly done: Promise<T>;
  readonly cancel: () => void;
}

/** POSTs one file, telling `onProgress` the share sent (0 to 1), which fetch cannot. */
export function upload<T>(
  url: string,
  file: Blob,
  headers: Readonly<Record<string, string>>,
  onProgress: (share: number) => void,
): Upload<T> {
  const request = new XMLHttpRequest();
  const done = new Promise<T>((resolve, reject) => {
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
  return { done, cancel: () => request.abort() };
}
