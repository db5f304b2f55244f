/** The player's values as its face sees them. Values are replaced whole, never proxied. */
import type { EmbedError, PlayerState } from '../contracts/embed';
import type { SessionProgress, SessionState, SessionStats } from '../contracts/session';
import type { Span } from '../contracts/text';
import type { Unsubscribe } from '../base/events';
import type { EmbedPlayer } from './player';

export class PlayerView {
  readonly player: EmbedPlayer;
  state = $state.raw<PlayerState>('empty');
  session = $state.raw<SessionState>({ kind: 'empty' });
  progress = $state.raw<SessionProgress>() as SessionProgress;
  stats = $state.raw<SessionStats>() as SessionStats;
  speed = $state.raw(1);
  voiceName = $state.raw<string | null>(null);
  text = $state.raw('');
  error = $state.raw<EmbedError | null>(null);
  degraded = $state.raw<string | null>(null);
  sentence = $state.raw<Span | null>(null);
  word = $state.raw<Span | null>(null);
  readonly #stops: readonly Unsubscribe[];

  constructor(player: EmbedPlayer) {
    this.player = player;
    this.#read();
    this.#stops = [
      player.on('change', () => this.#read()),
      player.on('event', ({ type }) => {
        if (type === 'progress' || type === 'degraded') this.#read();
      }),
      player.session.on('stats', (stats) => (this.stats = stats)),
      player.session.on('word', (playing) => {
        this.word = playing?.word ?? null;
        if (playing !== null) this.sentence = playing.utterance.sentence;
      }),
    ];
  }

  get playing(): boolean {
    return this.state === 'playing' || this.state === 'preparing';
  }

  /** A refusal is on the page by the time it is thrown. */
  toggle(): void {
    if (this.playing) this.player.pause();
    else this.player.play().catch(() => undefined);
  }

  dispose(): void {
    this.#stops.forEach((stop) => stop());
  }

  #read(): void {
    const { session, text } = this.player;
    if (text !== this.text) {
      this.word = null;
      this.sentence = null;
    }
    this.text = text;
    this.state = this.player.state;
    this.session = session.state;
    this.progress = session.progress;
    this.stats = session.stats;
    this.speed = session.settings.speed;
    this.voiceName = session.voice?.name ?? null;
    this.error = this.player.error;
    this.degraded = this.player.degraded;
  }
}
