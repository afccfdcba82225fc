// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT

import { createApi } from "../shared/api";
import { attempt } from "../shared/attempt";
import { locale } from "../shared/i18n";
import { hostSpoke, inboxId } from "./host";
import { remember, remembered } from "./memory";

export const api = createApi(() => remembered().token ?? null);

let signedIdentity: string | null = null;
let making: Promise<string> | null = null;

/** This reader's token; made now if there is none. */
export async function visitorToken(): Promise<string> {
  await hostSpoke;
  const { token } = remembered();
  if (token) return token;
  making ??= makeVisitor().finally(() => {
    making = null;
  });
  return making;
}

async function makeVisitor(): Promise<string> {
  const identity = signedIdentity;
  const body = { language: locale.value.tag, ...(identity ? { identity } : {}) };
  const made = await api<{ token: string }>(`/widget/${encodeURIComponent(inboxId)}/visitors`, {
    method: "POST",
    body,
  });
  if (identity !== signedIdentity) return makeVisitor(); // somebody else by now
  const subject = identity ? subjectOf(identity) : null;
  remember({ token: made.token, ...(subject ? { subject } : {}) });
  return made.token;
}

/** Takes the host page's signed word for who its reader is. True if that is somebody else than until now. */
export function identify(identity: string): boolean {
  signedIdentity = identity;
  return subjectOf(identity) !== remembered().subject;
}

/** Only to notice a change of person: the server verifies the signature. */
function subjectOf(token: string): string | null {
  const payload = token.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? "";
  return attempt(() => (JSON.parse(atob(payload)) as { sub?: string }).sub ?? null);
}
