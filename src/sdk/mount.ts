import type { Theme } from '../contracts/embed';
import { SottoPlayer } from './player';

export interface MountOptions {
  /** Of the player; by default `embed.html` beside this file. */
  readonly src?: string;
  readonly voice?: string;
  /** Of the text, e.g. `en`. */
  readonly language?: string;
  readonly theme?: Theme;
  /** `#rrggbb`; taken where it can be read. */
  readonly accent?: string;
  /** 0.5 to 3. */
  readonly speed?: number;
  /** Of what is read; named to screen readers. */
  readonly title?: string;
  /** Address that is posted to when a text can be heard, or cannot; needs `story`. */
  readonly callback?: string;
  /** Your own names of the text and of whoever listens, for the callback. */
  readonly story?: string;
  readonly user?: string;
  /** Fetches the voice before anybody asks for it. */
  readonly preload?: boolean;
  /** CSS lengths. */
  readonly width?: string;
  readonly height?: string;
  /** Tokens for a sandboxed frame, e.g. `allow-scripts`; by default it is not sandboxed. */
  readonly sandbox?: string;
  /** How long the player may take to be there. */
  readonly connectTimeoutMs?: number;
}

/** Puts a player into `target`. What is wrong is told by `player.ready` and by every call. */
export function mount(target: Element | ShadowRoot, options: MountOptions = {}): SottoPlayer {
  const { sandbox, width = '100%', height = '200px', connectTimeoutMs = 30_000 } = options;
  const src = new URL(options.src ?? new URL('embed.html', import.meta.url), document.baseURI);
  const frame = document.createElement('iframe');
  frame.allow = 'autoplay; cross-origin-isolated';
  frame.title = options.title ?? 'Read aloud';
  frame.style.cssText = `display:block;width:${width};height:${height};border:0`;
  if (sandbox !== undefined) frame.setAttribute('sandbox', sandbox);
  const given = ['voice', 'language', 'theme', 'accent', 'speed', 'title'] as const;
  for (const name of [...given, 'callback', 'story', 'user'] as const) {
    if (options[name] !== undefined) src.searchParams.set(name, String(options[name]));
  }
  if (options.preload) src.searchParams.set('preload', 'auto');
  src.searchParams.set('origins', globalThis.origin);
  frame.src = src.href;
  const isOpaque = sandbox !== undefined && !sandbox.split(/\s+/).includes('allow-same-origin');
  // The listener first: the player greets as soon as it is there.
  const player = new SottoPlayer(frame, isOpaque ? 'null' : src.origin, connectTimeoutMs);
  target.append(frame);
  player.attached();
  return player;
}
