import { isFullLanguage, type FullLanguage, type Language } from '../contracts/text';

/** What sentence and clause splitting know of a language; all in lower case, without the last dot. */
export interface SplitData {
  /** Never end a sentence: a name, a number or the rest of the phrase follows. */
  readonly midSentence: ReadonlySet<string>;
  /** Never end one before a number: "No. 5", but "No. I won't." */
  readonly beforeNumber: ReadonlySet<string>;
  /** End one only where the next word often begins a sentence. */
  readonly mayEnd: ReadonlySet<string>;
  /** Words that often begin a sentence. */
  readonly starters: ReadonlySet<string>;
  /** Words a clause may be cut before when there is no mark: conjunctions first, then the rest. */
  readonly conjunctions: ReadonlySet<string>;
  readonly functionWords: ReadonlySet<string>;
  /** "3." is the third, and does not end a sentence. */
  readonly ordinalDot: boolean;
}

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

const NONE: ReadonlySet<string> = new Set();
const UNKNOWN: SplitData = {
  midSentence: words(
    `dr dra drs prof sr sra srta sig dott ing mgr inż św ul tzv např str pág núm vol fig vs cf mme mlle
    проф акад ул стр рис`,
  ),
  beforeNumber: NONE,
  mayEnd: NONE,
  starters: NONE,
  conjunctions: NONE,
  functionWords: NONE,
  ordinalDot: false,
};

const SPLIT_DATA: Readonly<Record<FullLanguage, SplitData>> = {
  en: {
    midSentence:
      words(`mr mrs ms mx dr prof rev fr sr st mt ft gen col capt cmdr lt sgt maj hon pres gov
      sen rep messrs mme mlle vs v cf viz approx ca
      ed eds trans e.g i.e est dept univ tel ext cit avg`),
    beforeNumber: words(`no nos fig figs vol vols ch chap sec art pp p op par min max`),
    mayEnd:
      words(`etc inc ltd co corp bros jr esq ph.d m.d b.a m.a a.m p.m u.s u.k u.n e.u d.c b.c a.d
      jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun
      ave blvd rd hwy oz lb lbs hr hrs`),
    starters:
      words(`the a an he she it we they you i this that these those there here but and or so if
      when while as in on at for from with by what who why how where his her its their our my your
      no yes not now then however although because after before once since`),
    conjunctions:
      words(`and but or nor so yet because although though while when if unless until since
      whereas which who whom whose that where than as`),
    functionWords:
      words(`of in on at by for from with without into onto about over under after before
      between through during against among to the a an this these those is are was were has had will
      would can could should may might must`),
    ordinalDot: false,
  },
  de: {
    midSentence: words(`dr prof hr fr frl st dipl bzw ca vgl sog z.b z d.h d u.a u o.ä o i.d.r i
      str tel aufl hrsg inkl exkl zzgl ggf evtl allg geb gest mind
      mio mrd tsd s.o s.u v.a z.t bspw insb vs`),
    beforeNumber: words(`nr art abs abb kap bd bde jh jhd max min`),
    mayEnd:
      words(`usw etc u.s.w usf ff f co jan feb mär apr jun jul aug sep sept okt nov dez v.chr n.chr
      u.v.m`),
    starters:
      words(`der die das ein eine er sie es wir ihr ich du dies diese dieser dieses hier da dort
      aber und oder doch denn wenn als in im am an auf für von mit bei nach was wer wie wo warum sein
      seine ihre unser mein dann nun jetzt ja nein nicht auch so zum zur`),
    conjunctions:
      words(`und aber oder denn doch sondern weil obwohl während wenn als ob dass daß damit
      bevor nachdem bis sodass indem wobei der die das welche welcher welches wo wie`),
    functionWords:
      words(`in im an am auf aus bei beim mit nach von vom vor zu zum zur über unter durch
      für gegen ohne um zwischen ein eine einen einem einer den dem des ist sind war waren hat hatte
      wird werden wurde kann konnte`),
    ordinalDot: true,
  },
  nl: {
    midSentence:
      words(`dhr mevr mw mr dr drs ir ing prof ds st bijv bv b.v d.w.z d o.a o i.p.v i t.o.v t
      m.b.t m.b.v m n.a.v n t.a.v a.h.v a w.o z.g.a.n ca vgl incl excl mln
      mld resp evt ev jl gem vs z.o.z`),
    beforeNumber: words(`nr art blz fig max min tel`),
    mayEnd: words(
      `enz etc e.d ed e.a n.chr v.chr jan feb mrt apr jun jul aug sep sept okt nov dec co`,
    ),
    starters:
      words(`de het een hij zij ze we wij jij je jullie u ik dit dat deze die er hier daar maar en
      of want dus als toen in op aan bij van voor met wat wie hoe waar waarom zijn haar hun ons onze
      mijn dan nu ja nee niet ook zo na`),
    conjunctions:
      words(`en maar of want dus omdat hoewel terwijl wanneer als toen tenzij totdat sinds
      zodat voordat nadat die dat wie wat waar dan`),
    functionWords:
      words(`van in op aan bij met naar uit over onder door voor tegen zonder om tussen tot te
      de het een deze dit is zijn was waren heeft had zal zou kan kon moet mag`),
    ordinalDot: false,
  },
};

export function splitDataOf(language: Language): SplitData {
  return isFullLanguage(language) ? SPLIT_DATA[language] : UNKNOWN;
}
