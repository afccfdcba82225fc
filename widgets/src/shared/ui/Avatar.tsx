import { cx } from "../cx";
import "./avatar.css";

interface AvatarProps {
  readonly name: string;
  readonly size?: "small" | "medium" | "large";
  /** Shown as a dot, and said in words by `presenceLabel`. */
  readonly presence?: "online" | "away" | "offline";
  readonly presenceLabel?: string;
}

const SHADES = 6;

/** Initials on a shade that stays with the name. Decorative: the name stands beside it. */
export function Avatar({ name, size = "medium", presence, presenceLabel }: AvatarProps) {
  return (
    <span class={cx("avatar", `avatar-${size}`, `avatar-shade-${shadeOf(name)}`)}>
      <span class="avatar-initials" data-initials={initials(name)} aria-hidden="true" />
      {presence && <span class={`avatar-presence avatar-${presence}`} title={presenceLabel} />}
      {presenceLabel && <span class="visually-hidden">{presenceLabel}</span>}
    </span>
  );
}

/** Two letters of a name in letters, the last character of a Han name, "?" of nothing. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last) return "?";
  if (/\p{Script=Han}/u.test(first)) return Array.from(first).at(-1) ?? "?";
  const letters = words.length > 1 ? [first, last] : [first];
  return letters.map((word) => Array.from(word)[0]?.toLocaleUpperCase() ?? "").join("");
}

function shadeOf(name: string): number {
  const sum = Array.from(name).reduce(
    (total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) % 9973,
    7,
  );
  return sum % SHADES;
}
