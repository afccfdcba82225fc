/** A blood pressure monitor, drawn: with a strap for the wrist, or with a cuff on a tube. */
export function Device({ wrist }: { wrist: boolean }) {
  return (
    <svg class="shop-device" viewBox="0 0 160 110" aria-hidden="true">
      {wrist ? (
        <rect class="shop-cuff" x="62" y="2" width="36" height="106" rx="10" />
      ) : (
        <path class="shop-tube" d="M118 60c22 0 26-14 26-34" />
      )}
      {!wrist && <rect class="shop-cuff" x="128" y="6" width="30" height="22" rx="6" />}
      <rect class="shop-body" x={wrist ? 48 : 18} y="22" width={wrist ? 64 : 102} height="68" rx="12" />
      <rect class="shop-display" x={wrist ? 56 : 30} y="31" width={wrist ? 48 : 56} height="42" rx="5" />
      <text class="shop-digits" x={wrist ? 80 : 58} y="50" text-anchor="middle">
        118
      </text>
      <text class="shop-digits" x={wrist ? 80 : 58} y="67" text-anchor="middle">
        76
      </text>
      <circle class="shop-button" cx={wrist ? 80 : 103} cy={wrist ? 82 : 52} r={wrist ? 5 : 9} />
    </svg>
  );
}
