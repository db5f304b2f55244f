/** Which of espeak-ng's voices reads which language, and in which pack its data is. */
import { SottoError } from '../../src/base/errors';
import { languageOf } from '../../src/contracts/languages';

export interface EspeakVoice {
  /** What `set_voice` knows it by. */
  readonly name: string;
  /** The pack of tools/espeak-pack.mjs with its data; null: in the one that is always there. */
  readonly pack: string | null;
}

/** Voices by their files below espeak-ng's `lang`; a file's own name is the tag, unless `TAGS` says so. */
const FILES = (
  'aav/vi aav/vi-VN-x-central aav/vi-VN-x-south art/eo art/ia art/io art/jbo art/lfn azc/nci bat/lt ' +
  'bat/ltg bat/lv bnt/sw bnt/tn ccs/ka cel/cy cel/ga cel/gd cus/om dra/kn dra/ml dra/ta dra/te esx/kl ' +
  'eu gmq/da gmq/fo gmq/is gmq/nb gmq/sv gmw/af gmw/en-029 gmw/en-GB-scotland gmw/en-GB-x-rp gmw/lb ' +
  'grk/el grk/grc inc/as inc/bn inc/bpy inc/gu inc/hi inc/kok inc/mr inc/ne inc/or inc/pa inc/sd ' +
  'inc/si inc/ur ine/hy ine/hyw ine/sq ira/fa ira/fa-Latn ira/ku iro/chr itc/la jpx/ja ko map/haw ' +
  'miz/mto myn/quc poz/id poz/mi poz/ms qu roa/an roa/ca roa/ca-va roa/es roa/es-419 roa/fr roa/fr-BE ' +
  'roa/fr-CH roa/ht roa/it roa/pap roa/pt roa/pt-BR roa/ro sai/gn sem/am sem/ar sem/he sem/mt sem/ti ' +
  'sit/cmn sit/cmn-Latn-pinyin sit/hak sit/my sit/yue sit/yue-Latn-jyutping tai/shn tai/th trk/az ' +
  'trk/ba trk/cv trk/kaa trk/kk trk/ky trk/nog trk/tk trk/tr trk/tt trk/ug trk/uz urj/et urj/fi urj/hu ' +
  'urj/smj zle/be zle/ru zle/ru-LV zle/uk zls/bg zls/bs zls/hr zls/mk zls/sl zls/sr zlw/cs zlw/pl zlw/sk'
).split(' ');
const TAGS: Readonly<Record<string, string>> = {
  'sit/cmn': 'zh',
  'sit/cmn-Latn-pinyin': 'zh-latn',
  'sit/yue-Latn-jyutping': 'yue-latn',
  'roa/ca-va': 'ca-valencia',
};
/** Packs are named by their dictionary, which mostly is the language's own. */
const DICTIONARIES: Readonly<Record<string, string>> = {
  nb: 'no',
  ltg: 'lv',
  hyw: 'hy',
  zh: 'cmn',
};

const BUNDLED: readonly (readonly [string, string])[] = [
  ['en', 'en-us'],
  ['en-us', 'en-us'],
  ['en-gb', 'gmw/en'],
  ['de', 'de'],
  ['nl', 'nl'],
];
const VOICES = new Map<string, EspeakVoice>([
  ...FILES.map((file) => {
    const tag = (TAGS[file] ?? file.slice(file.indexOf('/') + 1)).toLowerCase();
    const language = tag.split('-')[0] ?? tag;
    // `set_voice` looks for lower-case files only; the packs hold them so.
    const voice = { name: file.toLowerCase(), pack: DICTIONARIES[language] ?? language };
    return [tag, voice] as const;
  }),
  ...BUNDLED.map(([tag, name]) => [tag, { name, pack: null }] as const),
]);

/** Territories that speak as another one does. */
const LIKE: readonly (readonly [tag: string, territories: string])[] = [
  ['en-gb', 'ae au bd gh gi hk ie im in je ke lk mt my ng nz pk sg tz ug za zm zw'],
  ['en-029', 'ag bb bs dm gd gy jm kn lc tt vc'],
  ['es-419', 'ar bo br cl co cr cu do ec gt hn mx ni pa pe pr py sv us uy ve'],
];
const TERRITORIES = new Map<string, string>(
  LIKE.flatMap(([tag, territories]) =>
    territories.split(' ').map((territory) => [`${tag.slice(0, 2)}-${territory}`, tag] as const),
  ),
);

/** All tags that have a voice of their own; any longer tag is read as the longest of them it begins with. */
export const VOICE_TAGS: readonly string[] = [...VOICES.keys()];

/** Throws kind `validation` where no voice speaks the language of the tag. */
export function espeakVoice(tag: string): EspeakVoice {
  const [, ...rest] = tag.toLowerCase().split(/[-_]/u);
  const subtags = [languageOf(tag), ...rest];
  for (let count = subtags.length; count > 0; count--) {
    const shorter = subtags.slice(0, count).join('-');
    const voice = VOICES.get(TERRITORIES.get(shorter) ?? shorter);
    if (voice !== undefined) return voice;
  }
  throw unspoken(tag);
}

function unspoken(tag: string): SottoError {
  return new SottoError(
    `There is no pronunciation for the language “${tag}”.`,
    { kind: 'validation', field: 'language' },
    {
      operation: 'espeakVoice',
      component: 'espeak',
      suggestion: 'Choose another language for this text.',
    },
  );
}
