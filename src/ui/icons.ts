/** One set, one hand: a 24 px square, round strokes of 1.75; solid shapes where the eye must find them at once. */
interface Shape {
  readonly line?: string;
  readonly solid?: string;
  /** Strokes twice as wide. */
  readonly thick?: string;
}

const CIRCLE = 'M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0';
const SPEAKER = 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5Z';

export const ICONS = {
  play: { solid: 'M8.5 5.5v13L19 12Z' },
  pause: { thick: 'M8.5 6v12M15.5 6v12' },
  previous: { line: 'M6 6.5v11', solid: 'M18 6.5v11L9.5 12Z' },
  next: { line: 'M18 6.5v11', solid: 'M6 6.5v11l8.5-5.5Z' },
  replay: { line: 'M5 12a7 7 0 1 0 2.3-5.2L5 9M5 4.5V9h4.5' },
  edit: { line: 'M4.5 19.5h4L19 9a2.1 2.1 0 0 0 0-3l-1-1a2.1 2.1 0 0 0-3 0L4.5 15.5Z' },
  volume: { line: `${SPEAKER}M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11` },
  muted: { line: `${SPEAKER}M16 9.5l5 5M21 9.5l-5 5` },
  save: { line: 'M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 19.5h14' },
  voice: {
    line: 'M9 6.5a3 3 0 0 1 6 0v5a3 3 0 0 1-6 0ZM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3',
  },
  lexicon: {
    line: 'M12 6.5C10 5 7.5 4.5 4 4.5V18c3.5 0 6 .5 8 2 2-1.5 4.5-2 8-2V4.5c-3.5 0-6 .5-8 2ZM12 6.5V20',
  },
  contents: {
    line: 'M8.5 6.5h11M8.5 12h11M8.5 17.5h11',
    thick: 'M4.5 6.5v.1M4.5 12v.1M4.5 17.5v.1',
  },
  stories: {
    line: 'M4.5 5v14M8.5 5v14M12.5 5.5l4.5 13.6M17 4.2l3.2 9.6M12.5 5.5 17 4.2M17 19.1l3.2-5.3',
  },
  bookmark: { line: 'M7 4.5h10v15.5l-5-4-5 4Z' },
  help: {
    line: `${CIRCLE}M9.5 9.7a2.5 2.5 0 1 1 3.7 2.2c-.8.5-1.2 1-1.2 1.9M12 16.6v.1`,
  },
  close: { line: 'm6 6 12 12M18 6 6 18' },
  file: {
    line: 'M13.5 3.5H7A1.5 1.5 0 0 0 5.5 5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5ZM13.5 3.5v5h5',
  },
  trash: { line: 'M4.5 6.5h15M9 6.5v-2h6v2M6.5 6.5l.8 13h9.4l.8-13' },
  plus: { line: 'M12 5v14M5 12h14' },
  dice: {
    line: 'M6.5 4h11A2.5 2.5 0 0 1 20 6.5v11a2.5 2.5 0 0 1-2.5 2.5h-11A2.5 2.5 0 0 1 4 17.5v-11A2.5 2.5 0 0 1 6.5 4Z',
    thick: 'M8.75 8.75v.1M15.25 15.25v.1M15.25 8.75v.1M8.75 15.25v.1',
  },
  device: { line: 'M5.5 5h13A1.5 1.5 0 0 1 20 6.5v9H4v-9A1.5 1.5 0 0 1 5.5 5ZM9 19.5h6' },
  info: { line: `${CIRCLE}M12 11v5.5M12 7.7v.1` },
  warning: { line: 'M12 4.5 21 19.5H3ZM12 10v4.5M12 17v.1' },
  check: { line: 'm5 12.5 4.5 4.5L19 7.5' },
  down: { line: 'm7 10 5 5 5-5' },
  health: { line: 'M3.5 12.5h4l2.5-6.5 4 12 2.5-5.5h4' },
  copy: {
    line: 'M9.5 8.5h9A1 1 0 0 1 19.5 9.5v10a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-10a1 1 0 0 1 1-1ZM15.5 5.5v-1a1 1 0 0 0-1-1h-9a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h1',
  },
  refresh: { line: 'M19 12a7 7 0 1 1-2.3-5.2L19 9M19 4.5V9h-4.5' },
  follow: { line: 'M4 6h16M4 12h16M4 18h6M14.5 16l3 3 3-3' },
  offline: {
    line: 'M4 4l16 16M8.5 12.8a5.5 5.5 0 0 1 3-1.4M5 9.6a10.5 10.5 0 0 1 3.7-2.3M12.5 6.5A10.5 10.5 0 0 1 19 9.6M12 17.5v.1',
  },
} as const satisfies Record<string, Shape>;

export type IconName = keyof typeof ICONS;
export const iconShape = (name: IconName): Shape => ICONS[name];
