// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT

/** A drawing from icons.ts in the colour of the text around it. Says nothing to a screen reader. */
export function Icon({
  path,
  size = 18,
  mirrors = false,
}: {
  path: string;
  size?: number;
  mirrors?: boolean;
}) {
  return (
    <svg
      class={mirrors ? "icon icon-mirrors" : "icon"}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}
