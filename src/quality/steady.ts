import type { Quality } from './quality';

/** Never adapts: for measurements and for comparing sound sample by sample. */
export function steadyQuality(): Quality {
  const report = { level: 'normal', load: null, rtf: null, pressure: null } as const;
  return {
    level: 'normal',
    report,
    levelFor: () => 'normal',
    heard: () => {},
    reloaded: () => {},
    share: () => () => {},
    onChange: () => () => {},
  };
}
