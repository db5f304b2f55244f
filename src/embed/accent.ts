/** An accent of the host's choice, where it can be read: WCAG AA against what it stands on. */

/** Contrast that text needs (WCAG 2.2, 1.4.3). */
const AA = 4.5;

export interface SafeAccent {
  readonly accent: string;
  /** For text on it. */
  readonly onAccent: string;
}

/** Null: it could not be read on one of these. All colours are `#rrggbb`. */
export function safeAccent(accent: string, grounds: readonly string[]): SafeAccent | null {
  if (grounds.some((ground) => contrast(accent, ground) < AA)) return null;
  const onAccent = ['#ffffff', '#000000'].find((ink) => contrast(ink, accent) >= AA);
  return onAccent === undefined ? null : { accent, onAccent };
}

/** 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
