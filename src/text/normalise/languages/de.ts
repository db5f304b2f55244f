import { toCardinal, toOrdinal } from 'n2words/de-DE';
import type { CalendarDate, ClockTime, Gender, LanguageRules } from '../language';
import type { Place } from '../rule';
import { currencies, list, nouns, pairs } from '../table';

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

function fraction(above: bigint, below: bigint): string | null {
  if (above === 0n || below < 2n || (below > 20n && below % 10n !== 0n)) return null;
  if (below === 2n) return above === 1n ? 'ein halb' : `${cardinal(above)} halbe`;
  const part = `${ordinal(below)}l`;
  const noun = part.slice(0, 1).toUpperCase() + part.slice(1);
  return `${above === 1n ? 'ein' : cardinal(above)} ${noun}`;
}

function mixed(whole: bigint, above: bigint, below: bigint): string {
  const count = whole === 1n ? 'ein' : cardinal(whole);
  if (above === 1n && below === 2n) return `${count}einhalb`;
  const part = fraction(above, below) ?? `${cardinal(above)} durch ${cardinal(below)}`;
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
  language: 'de',
  decimalMark: ',',
  groupMarks: ".'’",
  dayFirst: true,
  words: {
    point: 'Komma',
    minus: 'minus',
    plus: 'plus',
    plusMinus: 'plus minus',
    times: 'mal',
    by: 'mal',
    dividedBy: 'geteilt durch',
    equals: 'gleich',
    notEqual: 'ungleich',
    about: 'ungefähr',
    less: 'kleiner als',
    greater: 'größer als',
    atMost: 'höchstens',
    atLeast: 'mindestens',
    root: 'Wurzel aus',
    infinity: 'unendlich',
    degree: 'Grad',
    degrees: 'Grad',
    squared: 'Quadrat',
    cubed: 'hoch drei',
    power: 'hoch',
    to: 'bis',
    ratio: 'zu',
    and: 'und',
    per: 'pro',
    percent: 'Prozent',
    permille: 'Promille',
    number: 'Nummer',
    section: 'Paragraf',
    sections: 'Paragrafen',
    copyright: 'Copyright',
    registered: 'eingetragene Marke',
    trademark: 'Markenzeichen',
    at: 'ät',
    hashtag: 'Hashtag',
    dot: 'Punkt',
    slash: 'Schrägstrich',
    backslash: 'Backslash',
    dash: 'Strich',
    underscore: 'Unterstrich',
    colon: 'Doppelpunkt',
    comma: 'Komma',
    version: 'Version',
    versionPoint: 'Punkt',
    link: 'Link',
    sharp: 'Sharp',
    flag: 'Flagge',
    andSoOn: 'und so weiter',
    foot: { singular: 'Fuß', plural: 'Fuß', gender: 'm' },
    inch: { singular: 'Zoll', plural: 'Zoll', gender: 'm' },
    minute: { singular: 'Minute', plural: 'Minuten', gender: 'f' },
    second: { singular: 'Sekunde', plural: 'Sekunden', gender: 'f' },
  },
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
    '(?<number>\\d{1,4})(?:te[nrms]?|ste[nrms]?)(?![\\p{L}\\p{N}])',
  ],
  decadePatterns: ['(?<decade>1[1-9]\\d0|20\\d0|[1-9]0)er(?=-|n?(?!\\p{L}))'],
  timeSuffixes: 'Uhr|h',
  months: MONTHS,
  weekdays: pairs(
    'Mo=Montag; Di=Dienstag; Mi=Mittwoch; Do=Donnerstag; Fr=Freitag; Sa=Samstag; So=Sonntag',
  ),
  units: nouns(`
    km | Kilometer
    m | Meter
    cm | Zentimeter
    mm | Millimeter
    µm, μm | Mikrometer
    nm | Nanometer
    km², km2, qkm | Quadratkilometer
    m², m2, qm | Quadratmeter
    cm², cm2 | Quadratzentimeter
    m³, m3, cbm | Kubikmeter
    cm³, cm3, ccm | Kubikzentimeter
    ha | Hektar
    kg | Kilogramm
    g | Gramm
    mg | Milligramm
    µg, μg | Mikrogramm
    t | Tonne | Tonnen | f
    Ztr. | Zentner
    Pfd. | Pfund
    l, L | Liter
    ml | Milliliter
    cl | Zentiliter
    dl | Deziliter
    hl | Hektoliter
    EL | Esslöffel
    TL | Teelöffel
    Pck., Pkg. | Packung | Packungen | f
    Pr. | Prise | Prisen | f
    Stk., St. | Stück
    km/h, kmh | Kilometer pro Stunde
    m/s | Meter pro Sekunde
    kn | Knoten
    h, Std., Std | Stunde | Stunden | f
    min, Min., Min, min. | Minute | Minuten | f
    s, sek, Sek., Sek | Sekunde | Sekunden | f
    ms | Millisekunde | Millisekunden | f
    µs, μs | Mikrosekunde | Mikrosekunden | f
    ns | Nanosekunde | Nanosekunden | f
    J. | Jahr | Jahre
    °C | Grad Celsius
    °F | Grad Fahrenheit
    ° | Grad
    kB, KB | Kilobyte
    MB | Megabyte
    GB | Gigabyte
    TB | Terabyte
    Mbit/s, MBit/s | Megabit pro Sekunde
    Gbit/s, GBit/s | Gigabit pro Sekunde
    Hz | Hertz
    kHz | Kilohertz
    MHz | Megahertz
    GHz | Gigahertz
    W | Watt
    kW | Kilowatt
    MW | Megawatt
    kWh | Kilowattstunde | Kilowattstunden | f
    Ω | Ohm
    V | Volt
    mA | Milliampere
    mAh | Milliamperestunde | Milliamperestunden | f
    dB | Dezibel
    hPa | Hektopascal
    bar | Bar
    kcal | Kilokalorie | Kilokalorien | f
    kJ | Kilojoule
    PS | PS
    px | Pixel
    ″ | Zoll`),
  currencies: currencies(`
    €, EUR | Euro | Euro | m | Cent
    $, US$, USD | Dollar | Dollar | m | Cent
    £, GBP | Pfund | Pfund | n | Penny | Pence
    ¥, JPY | Yen | Yen
    CHF, Fr., SFr. | Schweizer Franken | Schweizer Franken | m | Rappen
    ₹, INR | Rupie | Rupien | f
    ₽, RUB | Rubel | Rubel
    ₺, TRY | Lira | Lira | f
    ₿, BTC | Bitcoin | Bitcoin
    DM | D-Mark | D-Mark | f | Pfennig
    ct, Ct. | Cent | Cent`),
  magnitudes: nouns(`
    Tsd., Tsd | tausend
    Mio., Mio | Million | Millionen | f
    Mrd., Mrd | Milliarde | Milliarden | f
    Bio. | Billion | Billionen | f
    Million, Millionen | Million | Millionen | f
    Milliarde, Milliarden | Milliarde | Milliarden | f
    Billion, Billionen | Billion | Billionen | f`),
  abbreviations:
    pairs(`Dr.=Doktor; Prof.=Professor; Hr.=Herr; Hrn.=Herrn; Fr. A=Frau; Frl.=Fräulein; Dipl.-Ing.=Diplomingenieur; Ing.=Ingenieur
    St. A=Sankt; z.B.=zum Beispiel; d.h.=das heißt; d.i.=das ist; u.a.=unter anderem; u.Ä.=und Ähnliches; u.ä.=und ähnliches
    o.Ä.=oder Ähnliches; o.ä.=oder ähnliches; usw.=und so weiter; usf.=und so fort; etc.=et cetera; bzw.=beziehungsweise; bzgl.=bezüglich
    ca.=circa; evtl.=eventuell; ggf.=gegebenenfalls; i.d.R.=in der Regel; i.A.=im Auftrag; i.V.=in Vertretung; inkl.=inklusive; exkl.=exklusive
    m.E.=meines Erachtens; o.g.=oben genannt; s.o.=siehe oben; s.u.=siehe unten; sog.=sogenannt; u.U.=unter Umständen; v.a.=vor allem
    v.Chr.=vor Christus; n.Chr.=nach Christus; vgl.=vergleiche; Vgl.=Vergleiche; z.T.=zum Teil; z.Z.=zur Zeit; z.Zt.=zur Zeit; zzgl.=zuzüglich; abzgl.=abzüglich
    Nr.=Nummer; Nrn.=Nummern; S. #=Seite; Bd. #=Band; Kap. #=Kapitel; Abb. #=Abbildung; Tab. #=Tabelle; Abs. #=Absatz; Art. #=Artikel
    Str.=Straße; str. #=straße; Hbf.=Hauptbahnhof; Hbf=Hauptbahnhof; Tel.=Telefon; Tel=Telefon; Fa.=Firma; geb.=geboren; gest.=gestorben; verh.=verheiratet
    max.=maximal; min.=minimal; mind.=mindestens; Mio.=Millionen; Mrd.=Milliarden; Mwst.=Mehrwertsteuer; MwSt.=Mehrwertsteuer; Std.=Stunden; Min.=Minuten; Sek.=Sekunden
    Jh.=Jahrhundert; Jhd.=Jahrhundert; Aufl.=Auflage; Hrsg.=Herausgeber; dt.=deutsch; engl.=englisch; frz.=französisch; lat.=lateinisch
    jun.=junior; sen.=senior; bspw.=beispielsweise; insb.=insbesondere; insbes.=insbesondere; allg.=allgemein; a.D.=außer Dienst; a.M.=am Main; e.V.=e V; u.v.m.=und vieles mehr
    Jan.=Januar; Feb.=Februar; Apr.=April; Aug.=August; Sept.=September; Okt.=Oktober; Nov.=November; Dez.=Dezember; GmbH=G M B H; vs.=versus; Pkt.=Punkt; p.a.=pro Jahr; b.w.=bitte wenden; o.k.=okay; PS A=P S`),
  phrases: pairs('24/7=vierundzwanzig sieben; 50/50=fünfzig fünfzig; 08/15=nullachtfünfzehn'),
  letterNames: new Map(),
  greek: list(
    'Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Jota Kappa Lambda My Ny Xi Omikron Pi Rho Sigma Tau Ypsilon Phi Chi Psi Omega',
  ),
  spokenAcronyms: new Set(
    list(
      `NATO NASA UNO UNESCO UNICEF OPEC AIDS COVID SARS FIFA UEFA BAFÖG TÜV LASER RADAR ASCII JPEG RAM ROM PIN SIM TAN IBAN BIC GEMA SCHUFA HARTZ DAX IKEA HARIBO EDEKA ALDI REWE JSON YAML ONNX WASM UNIX LINUX BIOS MINT ASEAN`,
    ),
  ),
  spelledAcronyms: new Set(
    list(
      `USA EU UN UK KI IT TV PC ID IP IQ ADAC ARD ZDF CDU CSU SPD FDP AFD DGB BRD DDR ICE IC AG EDV LKW PKW EKG ISBN UKW SOS EZB SAP AOK BASF OK URL API USB CPU GPU LED GPS CIA FBI VIP`,
    ),
  ),
  shortWords: new Set(
    list(`AB AM AN AUF AUS BEI BIN BIS DA DAS DEM DEN DER DES DIE DIR DU EIN ER ES FÜR HAB HAT HE ICH IHM IHN IHR IM IN IST JA MAL MAN MIR
    MIT NEIN NIE NUN NUR OB ODER OH OHNE SEI SIE SO TOT TUN UM UND UNS VOM VON VOR WAR WAS WEG WEM WEN WER WIE WIR WO ZU ZUM ZUR ACH AHA GUT NEU ALT ROT TAG TOR TOD
    ALS AUCH WEIL KEIN DOCH RAUS REIN HALT STOP ENDE ALLE ALLES DIN ISO UFO`),
  ),
  numberedThings: list(
    'Kapitel KAPITEL Teil TEIL Akt Szene Band BAND Buch Abschnitt Artikel Anhang Phase Typ Klasse Stufe Abbildung Tabelle Tafel Weltkrieg Hartz Bowl Fantasy Psalm Rocky Satz Sure Episode Division Wilhelmshaven',
  ),
  rulers: list(
    'Ludwig Wilhelm Friedrich Heinrich Karl Otto Franz Josef Joseph Ferdinand Maximilian Leopold Rudolf Napoleon Louis Georg George Eduard Elisabeth Elizabeth Katharina Peter Iwan Nikolaus Alexander Papst Pius Paul Benedikt Leo Gregor Clemens Innozenz Urban Sixtus Julius Johannes Bonifatius Gustav Christian Albrecht August Philipp Konrad Lothar Ramses Juan Carlos Felipe Harald Olav Margrethe Richard Jakob Albert Willem Konstantin Theoderich Mehmed Murad Ernst Adolf Johann Maria Victoria Zar',
  ),
  symbolNames: { '★': 'Stern', '☆': 'Stern', '¬': 'nicht' },
  ambiguous: () => null,
};
