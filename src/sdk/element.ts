import type { Theme } from '../contracts/embed';
import { readArticle } from './article';
import { mount, type MountOptions } from './mount';
import type { SottoPlayer } from './player';

/**
 * `<sotto-player>`: a player that reads the article of its page, what the selector in `for` names, the
 * address in `text-url`, or the words in `text`. Further attributes are those of `mount`.
 */
export class SottoPlayerElement extends HTMLElement {
  #player: SottoPlayer | null = null;
  #stop = () => {};

  /** Null while it is not in a page. */
  get player(): SottoPlayer | null {
    return this.#player;
  }

  connectedCallback(): void {
    this.style.display ||= 'block';
    const player = mount(this, this.#options());
    this.#player = player;
    player.on('ready', () => void this.#load(player));
    for (const name of ['ready', 'state', 'word', 'progress', 'degraded', 'ended'] as const) {
      player.on(name, (detail) => this.#tell(name, detail));
    }
    player.on('error', (error) => this.#tell('error', error));
  }

  disconnectedCallback(): void {
    this.#stop();
    this.#player?.destroy();
    this.#player = null;
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(`sotto-${name}`, { detail }));
  }

  async #load(player: SottoPlayer): Promise<void> {
    this.#stop();
    const given = (name: string) => this.getAttribute(name);
    const [text, url] = [given('text'), given('text-url')];
    const lang = given('language');
    const options = lang === null ? {} : { language: lang };
    try {
      if (url !== null) await player.load({ url }, options);
      else if (text !== null) await player.load(text, options);
      else {
        const article = readArticle(given('for') ?? undefined);
        this.#stop = article.follow(player);
        const language = lang ?? article.language;
        await player.load(article.text, language === null ? {} : { language });
      }
    } catch (error) {
      this.#tell('error', error);
    }
  }

  #options(): MountOptions {
    const options: Record<string, unknown> = {};
    const names = ['src', 'voice', 'language', 'theme', 'accent', 'title', 'width', 'height'];
    for (const name of [...names, 'sandbox', 'speed', 'callback', 'story', 'user']) {
      const value = this.getAttribute(name);
      if (value !== null) options[name] = value;
    }
    return {
      ...(options as MountOptions),
      ...(this.hasAttribute('preload') ? { preload: true } : {}),
      theme: (options['theme'] ?? 'auto') as Theme,
    };
  }
}

/** Defines `<sotto-player>`, once, however often the file is loaded. */
export function defineElement(name = 'sotto-player'): void {
  if (customElements.get(name) === undefined) {
    // A class can be defined under one name only.
    customElements.define(name, class extends SottoPlayerElement {});
  }
}
