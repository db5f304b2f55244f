/** Figures of the health page. Nothing known is `null`, and is said so. */
import { bytesOf, percent } from '../format';

export const UNKNOWN = 'not told by this browser';

/** `0.8 s`, `42 s`, `3 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 950) return `${Math.max(0, Math.round(ms / 10) / 100)} s`;
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds >= 3600)
    return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return seconds % 60 === 0
    ? `${seconds / 60} min`
    : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `just now`, `12 s ago`, `4 min ago`, `3 h ago`, `2 days ago`. */
export function ago(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? 'a day ago' : `${days} days ago`;
}

/** Of a day, to the second, in the listener's time zone. */
export function timeOfDay(timestamp: number): string {
  const date = new Date(timestamp);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

/** `2026-11-21 13:05:09`, in the listener's time zone: sorts, and means the same in every country. */
export function dayAndTime(timestamp: number): string {
  return `${day(timestamp)} ${timeOfDay(timestamp)}`;
}

export function day(timestamp: number): string {
  const date = new Date(timestamp);
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

/** A share of one, e.g. an error rate: `0 %`, `0.4 %`, `12 %`. */
export function share(value: number): string {
  const percents = value * 100;
  return percents > 0 && percents < 10
    ? `${Number(percents.toFixed(1))} %`
    : `${Math.round(percents)} %`;
}

export function usage(used: number, limit: number): string {
  return `${bytesOf(used, limit)} (${percent(used, limit)} %)`;
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0');
}
