import { toCardinal, toOrdinal } from 'n2words/de-DE';
import type { CalendarDate, ClockTime, Gender, LanguageRules } from '../language';
import type { Place } from '../rule';
import { DE_DATA } from './de.data';

/** n2words leaves the "s" of "eins" before "tausend". */
const cardinal = (value: bigint | number): string =>
  toCardinal(BigInt(value)).replace(/einstausend/gu, 'eintausend');

/** The weak form, "dritte"; n2words parts "millionerste" and keeps an "e" too many. */
const ordinal = (value: bigint | number): string =>
  toOrdinal(BigInt(value))
    .replace(/einstausend/gu, 'eintausend')
    .replace(/(Milliard|Billiard|Trilliard)en?ste$/u, '$1ste')
    .replace(/(\w+)(?:en)? (\p{L}+te)$/u, '$1 $2')
    .replace(
      /^eine (\p{Lu})(\p{L}*ste)$/u,
      (_, first: string, rest: string) => first.toLowerCase() + rest,
    );

const MONTHS =
  `Januar Jan Jänner|Februar Feb|März Mrz|April Apr|Mai|Juni Jun|Juli Jul|August Aug|September Sept Sep|Oktober Okt|November Nov|Dezember Dez`
    .split('|')
    .map((month) => month.split(' '));

const DATIVE =
  /(?:^|[^\p{L}])(?:am|vom|zum|beim|im|dem|den|des|ab|seit|bis|zur|einem|einen|einer|keinem|meinem|seinem|ihrem|diesem|diesen|jedem|jeden|(?:in|aus|bei|mit|nach|von|zu|an|auf|unter|vor|während|wegen|außer|gegenüber|ab) der)(?: \p{L}+(?:en|em))? $/iu;
const RANGE_FROM_DATIVE =
  /(?:^|[^\p{L}])(?:am|vom|zum|im|dem|den|des)\s[\d.\s]{1,4}(?:bis|und|oder|[-–/,])(?: zum| am| den)? ?$/iu;
const WEAK =
  /(?:^|[^\p{L}])(?:der|die|das|dieser|diese|dieses|jede|jeder|jedes|eine|keine|meine|deine|seine|ihre|unsere|welche)(?: \p{L}+e)? $/iu;
const NEUTER =
  /^ (?:Kapitel|Mal|Jahrhundert|Jahrtausend|Buch|Semester|Quartal|Tor|Drittel|Viertel|Kind|Leben|Halbjahr|Jahr)(?!\p{L})/u;
const FEMALE =
  /^ (?:\p{L}+(?:ung|heit|keit|schaft|ion|tät|ur|ie|enz|anz)|(?!Kollege|Junge|Name|Ende)\p{Lu}\p{L}*e|Frau|Bundesliga|Liga|Klasse|Person|Nacht|Stunde|Auflage|Reihe|Tür|Stadt|Hand|Zahl|Mark|Million|Milliarde|Uhrzeit)(?!\p{L})/u;

/** "am dritten", "der dritte", "dritter Mai", "drittes Kapitel", "dritte Auflage". */
function inflected(value: bigint | number, { before, after }: Place): string {
  const weak = ordinal(value);
  if (DATIVE.test(before) || RANGE_FROM_DATIVE.test(before)) return `${weak}n`;
  if (WEAK.test(before)) return weak;
  if (NEUTER.test(after)) return `${weak}s`;
  return FEMALE.test(after) ? weak : `${weak}r`;
}

function year(value: number): string {
  if (value < 1100 || value >= 2000) return cardinal(value);
  const rest = value % 100;
  return `${cardinal(Math.floor(value / 100))}hundert${rest === 0 ? '' : cardinal(rest)}`;
}

function one(gender: Gender): string {
  return gender === 'f' ? 'eine' : 'ein';
}

const KEYWORD_BEFORE =
  /(?:Kapitel|Nummer|Seite|Teil|Band|Abschnitt|Absatz|Artikel|Platz|Punkt|Zimmer|Gleis|Linie|Schritt|Abbildung|Tabelle|Version|Typ|Phase|Stufe|Klasse|Nr\.) $/u;

/** "1 Apfel" is "ein Apfel", "1 Tasse" "eine Tasse"; counted or called, it is "eins". */
function oneBefore({ before, after }: Place): string {
  if (!/^ \p{Lu}\p{Ll}/u.test(after) || KEYWORD_BEFORE.test(before)) return 'eins';
  return FEMALE.test(after) ? 'eine' : 'ein';
}

const HALF_NEUTER =
  /^ (?:Glas|Pfund|Kilo|Kilogramm|Gramm|Jahr|Brot|Ei|Dutzend|Päckchen|Hähnchen)(?!\p{L})/u;

function half(following: string): string {
  if (!/^ \p{Lu}\p{Ll}/u.test(following)) return 'ein halb';
  if (HALF_NEUTER.test(following)) return 'ein halbes';
  return FEMALE.test(following) ? 'eine halbe' : 'ein halber';
}

function fraction(above: bigint, below: bigint, following: string): string | null {
  if (above === 0n || below < 2n || (below > 20n && below % 10n !== 0n)) return null;
  if (below === 2n) return above === 1n ? half(following) : `${cardinal(above)} halbe`;
  const part = `${ordinal(below)}l`;
  const noun = part.slice(0, 1).toUpperCase() + part.slice(1);
  return `${above === 1n ? 'ein' : cardinal(above)} ${noun}`;
}

function mixed(whole: bigint, above: bigint, below: bigint): string {
  const count = whole === 1n ? 'ein' : cardinal(whole);
  if (above === 1n && below === 2n) return `${count}einhalb`;
  const part = fraction(above, below, '') ?? `${cardinal(above)} durch ${cardinal(below)}`;
  return `${cardinal(whole)} ${part}`;
}

function decade(value: number): string {
  return `${value >= 2000 ? cardinal(value) : year(value)}er`;
}

function date({ day, month, year: inYear }: CalendarDate, place: Place): string {
  const name = MONTHS[month - 1]?.[0] ?? '';
  const masculine = { before: place.before, after: ` ${name}` } as Place;
  return `${inflected(day, masculine)} ${name}${inYear === null ? '' : ` ${year(inYear)}`}`;
}

function time({ hours, minutes, seconds }: ClockTime): string {
  const hour = `${hours === 1 ? 'ein' : cardinal(hours)} Uhr`;
  const tail = seconds
    ? ` und ${seconds === 1 ? 'eine Sekunde' : `${cardinal(seconds)} Sekunden`}`
    : '';
  return hour + (minutes === 0 ? '' : ` ${cardinal(minutes)}`) + tail;
}

function regnal(value: bigint, name: string): string {
  const weak = ordinal(value);
  const noun = weak.slice(0, 1).toUpperCase() + weak.slice(1);
  return /(?<!Loui|Ramse|Franzisku|Piu|Juliu|Sixtu)s$/u.test(name) ? `des ${noun}n` : `der ${noun}`;
}

export const DE: LanguageRules = {
  ...DE_DATA,
  language: 'de',
  decimalMark: ',',
  groupMarks: ".'’",
  dayFirst: true,
  monthBeforeDay: false,
  stopMakesOrdinal: true,
  pronounI: false,
  cardinal,
  one,
  oneBefore,
  ordinal: inflected,
  year,
  isYear: (value) => value >= 1100 && value < 2000,
  fraction,
  mixed,
  decade,
  withCents: (major, _minor, cents) => `${major} ${cents}`,
  date,
  time,
  regnal,
  ordinalPatterns: [
    // A full stop makes an ordinal only where the sentence goes on in a way that asks for one.
    '(?<=(?:^|[^\\p{L}])(?:[Aa]m|[Vv]om|[Zz]um|[Bb]eim|[Ii]m|[Dd]em|[Dd]en|[Dd]es|[Dd]er|[Dd]ie|[Dd]as|[Zz]ur|[Ss]eit|[Aa]b|[Bb]is|[Ee]inen?|[Ee]inem|[Ee]iner|[Ss]eine[nmrs]?|[Ii]hre[nmrs]?|[Mm]eine[nmrs]?|[Jj]ede[nmrs]?|[Dd]iese[nmrs]?) )(?<number>\\d{1,4})\\.(?= ?[\\p{L}–-]|,)',
    '(?<number>\\d{1,4})\\.(?=(?: |-)(?:Mal|Kapitel|Platz|Jahrhundert|Jahrtausend|Auflage|Klasse|Halbzeit|Weltkrieg|Bundesliga|Liga|Stock|Etage|Teil|Akt|Tag|Geburtstag|Jahrestag|Semester|Quartal|Spieltag|Lebensjahr|Band|Runde|Advent|Stunde|Minute|Woche|Reihe|Rang|Preis)(?!\\p{Ll}))',
    '(?<number>\\d{1,2})\\.(?= ?(?:[-–/]|bis|und|oder) ?\\d{1,2}\\. ?\\p{L})',
    '(?<number>\\d{1,3}(?:\\.\\d{3})+|\\d{1,6})(?:te[nrms]?|ste[nrms]?)(?![\\p{L}\\p{N}])',
  ],
  decadePatterns: ['(?<decade>1[1-9]\\d0|20\\d0|[1-9]0)er(?=-|n?(?!\\p{L}))'],
  timeSuffixes: 'Uhr|h',
  months: MONTHS,
  ambiguous: () => null,
};
