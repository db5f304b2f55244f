/** The SDK of Sotto's embedded player (docs/embedding.md). MIT; see LICENSE in this folder. */
import { defineElement } from './element';

export { readArticle, type Article, type ArticleOptions } from './article';
export { defineElement, SottoPlayerElement } from './element';
export { PlayerError, type PlayerErrorCode } from './errors';
export { mount, type MountOptions } from './mount';
export { SottoPlayer, type LoadedText, type LoadOptions, type PlayerEvents } from './player';
export type {
  CallbackTarget,
  EmbedVoice,
  PlayerInfo,
  PlayerState,
  PlayerStatus,
  TextFormat,
  TextSpan,
  Theme,
} from '../contracts/embed';

defineElement();
