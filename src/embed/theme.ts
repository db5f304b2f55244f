/** Light, dark or as the listener's system has it; and the host's accent where it can be read. */
import type { Theme } from '../contracts/embed';
import { safeAccent } from './accent';

const DARK = '(prefers-color-scheme: dark)';

/** The rules that the tokens of the dark theme stand in (ui/theme.css). */
function darkRules(document: Document): CSSMediaRule[] {
  return [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules].filter(
      (rule): rule is CSSMediaRule =>
        rule instanceof CSSMediaRule && rule.media.mediaText.includes(DARK),
    ),
  );
}

export class ThemeSwitch {
  readonly #document: Document;
  readonly #accent: string | null;
  readonly #rules: readonly CSSMediaRule[];

  /** To be made when the styles are there. */
  constructor(document: Document, accent: string | null) {
    this.#document = document;
    this.#accent = accent;
    this.#rules = darkRules(document);
    document.defaultView?.matchMedia(DARK).addEventListener('change', () => this.#applyAccent());
  }

  show(theme: Theme): void {
    const media = { auto: DARK, dark: 'all', light: 'not all' }[theme];
    for (const rule of this.#rules) rule.media.mediaText = media;
    const { style } = this.#document.documentElement;
    style.colorScheme = theme === 'auto' ? 'light dark' : theme;
    this.#applyAccent();
  }

  #applyAccent(): void {
    if (this.#accent === null) return;
    const root = this.#document.documentElement;
    const own = ['--accent', '--accent-hover', '--on-accent', '--heard'];
    for (const name of own) root.style.removeProperty(name);
    const tokens = getComputedStyle(root);
    const grounds = ['--paper', '--sheet'].map((name) => tokens.getPropertyValue(name).trim());
    const safe = safeAccent(this.#accent, grounds);
    if (safe === null) return;
    for (const name of own) root.style.setProperty(name, safe.accent);
    root.style.setProperty('--on-accent', safe.onAccent);
  }
}
