// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { config } from "./config";

/** The inbox's first words, in the reader's language. */
export function Greeting() {
  if (!config.value?.greeting) return null;
  return (
    <p class="bubble bubble-theirs" lang={config.value.language} dir="auto">
      {config.value.greeting}
    </p>
  );
}
