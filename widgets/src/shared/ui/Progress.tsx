// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import "./progress.css";

/** Something of unknown length is under way; `label` says what. */
export function Spinner({ label, size = 18 }: { label: string; size?: number }) {
  return (
    <svg class="spinner" width={size} height={size} viewBox="0 0 20 20" role="img" aria-label={label}>
      <circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" stroke-width="2.4" />
    </svg>
  );
}

/** `share` from 0 to 1. */
export function Progress({ label, share }: { label: string; share: number }) {
  return <progress class="progress" aria-label={label} value={share} max={1} />;
}
