// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { t } from "../shared/i18n";
import { Icon } from "../shared/ui/Icon";
import { clock } from "../shared/ui/icons";
import type { Waiting } from "./values";

/** The place in line, as it changes. What happens next was said by a notice in the conversation. */
export function WaitingLine({ waiting }: { waiting: Waiting }) {
  if (waiting.position === null) return null;
  const minutes = Math.ceil((waiting.estimate_seconds ?? 0) / 60);
  return (
    <p class="chat-waiting" role="status">
      <Icon path={clock} size={16} />
      <span>
        {t("widget.waiting.position", { position: waiting.position })}{" "}
        {minutes > 0 && t("widget.waiting.estimate", { count: minutes })}
      </span>
    </p>
  );
}
