/** Numbers as a listener reads them. Seconds and bytes in, short plain words out. */

const MB = 1_000_000;

/** `m:ss`, or `h:mm:ss` from an hour on. */
export function clockTime(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const h = Math.floor(whole / 3600);
  const m = Math.floor((whole % 3600) / 60);
  const s = String(whole % 60).padStart(2, '0');
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`;
}

/** A rough duration in words, e.g. `about 8 min`: nobody plans an evening by the second. */
export function roughTime(seconds: number): string {
  if (!(seconds > 0)) return 'no time';
  if (seconds < 60) return `about ${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${minutes} min`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return rest === 0 ? `about ${hours} h` : `about ${hours} h ${rest} min`;
}

/** As the beginning of a sentence. */
export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A duration to be read aloud by a screen reader. */
export function spokenTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [
    [Math.floor(whole / 3600), 'hour'],
    [Math.floor((whole % 3600) / 60), 'minute'],
    [whole % 60, 'second'],
  ] as const;
  const said = parts.filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}${n === 1 ? '' : 's'}`);
  return said.length === 0 ? '0 seconds' : said.join(' ');
}

/** Decimal units, as browsers and shops count: `27.5 MB`, `840 kB`. */
export function bytes(count: number): string {
  if (count >= 1000 * MB) return `${(count / (1000 * MB)).toFixed(1)} GB`;
  if (count >= MB) return `${(count / MB).toFixed(1)} MB`;
  if (count >= 1000) return `${Math.round(count / 1000)} kB`;
  return `${Math.max(0, Math.round(count))} B`;
}

/** `12.4 of 27.5 MB`. */
export function bytesOf(received: number, total: number): string {
  const whole = bytes(total);
  const unit = whole.slice(whole.indexOf(' '));
  const part = bytes(received);
  return part.endsWith(unit) ? `${part.slice(0, -unit.length)} of ${whole}` : `${part} of ${whole}`;
}

const grouped = new Intl.NumberFormat('en');

/** `12,345`. */
export function wholeNumber(n: number): string {
  return grouped.format(n);
}

export function count(n: number, unit: string): string {
  return `${wholeNumber(n)} ${unit}${n === 1 ? '' : 's'}`;
}

/** A factor: `1×`, `1.25×`. */
export function factor(value: number): string {
  return `${Number(value.toFixed(2))}×`;
}

export function percent(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.round((100 * Math.min(part, whole)) / whole);
}
