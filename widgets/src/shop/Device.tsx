/** A blood pressure monitor with its cuff, drawn; the one with the colour display has the large one. */
export function Device({ colour }: { colour: boolean }) {
  const width = colour ? 78 : 56;
  return (
    <svg class="shop-device" viewBox="0 0 160 110" aria-hidden="true">
      <path class="shop-tube" d="M118 60c22 0 26-14 26-34" />
      <rect class="shop-cuff" x="128" y="6" width="30" height="22" rx="6" />
      <rect class="shop-body" x="8" y="22" width="112" height="68" rx="12" />
      <rect
        class={colour ? "shop-display shop-colour" : "shop-display"}
        x="18"
        y="31"
        width={width}
        height="50"
        rx="5"
      />
      <text class="shop-digits" x={18 + width / 2} y="53" text-anchor="middle">
        118
      </text>
      <text class="shop-digits" x={18 + width / 2} y="72" text-anchor="middle">
        76
      </text>
      <circle class="shop-button" cx={colour ? 108 : 97} cy="56" r={colour ? 6 : 10} />
    </svg>
  );
}
