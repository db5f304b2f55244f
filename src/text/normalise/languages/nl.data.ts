import type { LanguageRules } from '../language';
import { currencies, list, nouns, pairs } from '../table';

/** What is written and what is said for it; the grammar is beside it. */
export const NL_DATA = {
  words: {
    point: 'komma',
    minus: 'min',
    plus: 'plus',
    plusMinus: 'plus of min',
    times: 'keer',
    by: 'bij',
    dividedBy: 'gedeeld door',
    equals: 'is gelijk aan',
    notEqual: 'is niet gelijk aan',
    about: 'ongeveer',
    less: 'kleiner dan',
    greater: 'groter dan',
    atMost: 'hoogstens',
    atLeast: 'minstens',
    root: 'de wortel van',
    infinity: 'oneindig',
    degree: 'graad',
    degrees: 'graden',
    squared: 'kwadraat',
    cubed: 'tot de derde',
    power: 'tot de macht',
    to: 'tot',
    ratio: 'op',
    and: 'en',
    per: 'per',
    percent: 'procent',
    permille: 'promille',
    number: 'nummer',
    section: 'paragraaf',
    sections: 'paragrafen',
    copyright: 'copyright',
    registered: 'geregistreerd',
    trademark: 'handelsmerk',
    at: 'apenstaartje',
    hashtag: 'hashtag',
    dot: 'punt',
    slash: 'slash',
    backslash: 'backslash',
    dash: 'streepje',
    underscore: 'laag streepje',
    colon: 'dubbele punt',
    comma: 'komma',
    version: 'versie',
    versionPoint: 'punt',
    link: 'link',
    sharp: 'sharp',
    flag: 'vlag',
    andSoOn: 'enzovoort',
    foot: { singular: 'voet', plural: 'voet', gender: 'm' },
    inch: { singular: 'inch', plural: 'inch', gender: 'm' },
    minute: { singular: 'minuut', plural: 'minuten', gender: 'm' },
    second: { singular: 'seconde', plural: 'seconden', gender: 'm' },
  },
  weekdays: pairs(
    'ma=maandag; di=dinsdag; wo=woensdag; do=donderdag; vr=vrijdag; za=zaterdag; zo=zondag; Ma=Maandag; Di=Dinsdag; Wo=Woensdag; Do=Donderdag; Vr=Vrijdag; Za=Zaterdag',
  ),
  units: nouns(`
    km | kilometer
    m | meter
    cm | centimeter
    mm | millimeter
    µm, μm | micrometer
    nm | nanometer
    km², km2 | vierkante kilometer
    m², m2 | vierkante meter
    cm², cm2 | vierkante centimeter
    m³, m3 | kubieke meter
    cm³, cm3, cc | kubieke centimeter
    ha | hectare
    kg | kilo
    g, gr | gram
    mg | milligram
    µg, μg | microgram
    t | ton
    l, L | liter
    ml | milliliter
    cl | centiliter
    dl | deciliter
    el, el. | eetlepel | eetlepels
    tl, tl. | theelepel | theelepels
    km/u, km/h | kilometer per uur
    m/s | meter per seconde
    kn | knoop | knopen
    h | uur
    min, min. | minuut | minuten
    s, sec, sec. | seconde | seconden
    ms | milliseconde | milliseconden
    µs, μs | microseconde | microseconden
    ns | nanoseconde | nanoseconden
    °C | graad Celsius | graden Celsius
    °F | graad Fahrenheit | graden Fahrenheit
    ° | graad | graden
    kB, KB | kilobyte
    MB | megabyte
    GB | gigabyte
    TB | terabyte
    Mbit/s, Mbps | megabit per seconde
    Gbit/s, Gbps | gigabit per seconde
    Hz | hertz
    kHz | kilohertz
    MHz | megahertz
    GHz | gigahertz
    W | watt
    kW | kilowatt
    MW | megawatt
    kWh | kilowattuur
    Ω | ohm
    V | volt
    mA | milliampère
    mAh | milliampère-uur
    dB | decibel
    hPa | hectopascal
    bar | bar
    kcal | kilocalorie | kilocalorieën
    kJ | kilojoule
    pk | paardenkracht
    px | pixel | pixels
    ″ | inch`),
  currencies: currencies(`
    €, EUR | euro | euro | m | cent
    $, US$, USD | dollar | dollar | m | cent
    £, GBP | pond | pond | m | penny | pence
    ¥, JPY | yen | yen
    CHF | Zwitserse frank | Zwitserse frank | m | centime
    ƒ, NLG | gulden | gulden | m | cent
    ₹, INR | roepie | roepie
    ₽, RUB | roebel | roebel
    ₺, TRY | lira | lira
    ₿, BTC | bitcoin | bitcoin
    ct | cent | cent`),
  magnitudes: nouns(`
    dzd. | duizend
    mln, mln., M | miljoen
    mld, mld., mrd, mrd. | miljard
    duizend | duizend
    miljoen | miljoen
    miljard | miljard
    biljoen | biljoen`),
  abbreviations:
    pairs(`dr.=doctor; Dr.=Doctor; prof.=professor; Prof.=Professor; dhr.=de heer; Dhr.=De heer; mevr.=mevrouw; Mevr.=Mevrouw; mw.=mevrouw; Mw.=Mevrouw
    drs.=doctorandus; Drs.=Doctorandus; ir.=ingenieur; ing.=ingenieur; mr.=meester; Mr.=Meester; ds.=dominee; Ds.=Dominee; St. A=Sint; H. A=Heilige
    m.a.w.=met andere woorden; o.a.=onder andere; bijv.=bijvoorbeeld; Bijv.=Bijvoorbeeld; bv.=bijvoorbeeld; b.v.=bijvoorbeeld; d.w.z.=dat wil zeggen; enz.=enzovoort; etc.=et cetera
    a.u.b.=alstublieft; s.v.p.=alstublieft; i.p.v.=in plaats van; i.v.m.=in verband met; m.b.t.=met betrekking tot; t.o.v.=ten opzichte van; n.a.v.=naar aanleiding van
    o.l.v.=onder leiding van; t/m=tot en met; t.a.v.=ter attentie van; t.g.v.=ten gevolge van; m.i.=mijns inziens; m.b.v.=met behulp van; e.d.=en dergelijke; i.h.b.=in het bijzonder
    i.t.t.=in tegenstelling tot; z.s.m.=zo spoedig mogelijk; v.Chr.=voor Christus; n.Chr.=na Christus; a.s.=aanstaande; j.l.=jongstleden; jl.=jongstleden; t.w.v.=ter waarde van
    nr.=nummer; Nr.=Nummer; nrs.=nummers; p. #=pagina; pag.=pagina; blz.=bladzijde; blz=bladzijde; hfst.=hoofdstuk; Hfst.=Hoofdstuk; art. #=artikel; fig. #=figuur; afb.=afbeelding; bijl.=bijlage
    ca.=circa; ong.=ongeveer; max.=maximaal; min.=minimaal; incl.=inclusief; excl.=exclusief; evt.=eventueel; resp.=respectievelijk; vgl.=vergelijk; zgn.=zogenaamd; z.g.=zogenaamd; tel.=telefoon; Tel.=Telefoon
    str.=straat; gem.=gemiddeld; geb.=geboren; overl.=overleden; vs.=versus; jr.=junior; Jr.=Junior; sr.=senior; mln.=miljoen; mld.=miljard; ed.=editie; red.=redactie; vnl.=voornamelijk; w.o.=waaronder; k.k.=kosten koper
    jan.=januari; feb.=februari; febr.=februari; mrt.=maart; apr.=april; aug.=augustus; sept.=september; okt.=oktober; nov.=november; dec.=december; o.k.=oké; ca=circa; a.h.v.=aan de hand van; b.g.g.=bij geen gehoor; div.=diverse`),
  suffixes: pairs('str.=straat'),
  phrases: pairs('24/7=vierentwintig zeven; 50/50=vijftig vijftig'),
  letterNames: new Map(),
  greek: list(
    'alfa bèta gamma delta epsilon zèta èta thèta jota kappa lambda mu nu xi omikron pi rho sigma tau upsilon phi chi psi omega',
  ),
  spokenAcronyms: new Set(
    list(
      `NATO NAVO NASA UNO UNESCO UNICEF OPEC AIDS COVID SARS FIFA UEFA HAVO MAVO LASER RADAR ASCII JPEG RAM ROM PIN SIM BIC IKEA HEMA JSON YAML ONNX WASM UNIX LINUX VUT ASEAN SARS BOVAG`,
    ),
  ),
  spelledAcronyms: new Set(
    list(
      `USA EU VN VS UK AI IT TV PC ID IP IQ NOS KRO ANWB ABN ING KLM NS VVD CDA PVV BTW OV SP AOW WAO WW UWV GGD EHBO BN OM AD NRC ISBN OK URL API USB CPU GPU LED GPS CIA FBI VIP SOS`,
    ),
  ),
  shortWords: new Set(
    list(`AAN AL ALS AF BEN BIJ DAN DAT DE DER DES DIE DIT DOE DOOR DUS EN EEN ER GA GE GOED HAD HE HEM HEN HET HIJ HOE HUN IK IN IS JA JE JIJ KAN KOM MAG
    ME MEN MET MIJ NA NAAR NEE NET NIET NOG NU OF OM ONS OOK OP OVER TE TOE TOT UIT UUR VAN VER VOL VOOR WAS WAT WE WEL WIE WIJ ZE ZEG ZIJ ZO ZON AVRO AMRO IBAN DAG STOP HALT MIN WEG NIEUW OUD ZES TIEN ELF`),
  ),
  numberedThings: list(
    'Hoofdstuk hoofdstuk HOOFDSTUK Deel deel DEEL Akte Scène Boek boek Band Paragraaf Artikel artikel Bijlage Fase fase Type type Klasse Figuur figuur Tabel tabel Wereldoorlog Bowl Fantasy Psalm Rocky Titel Episode',
  ),
  rulers: list(
    'Willem Lodewijk Karel Filips Hendrik Frederik Napoleon Napoléon Louis George Eduard Elizabeth Elisabeth Catharina Peter Ivan Nicolaas Alexander Pius Paulus Paul Benedictus Leo Gregorius Clemens Innocentius Urbanus Sixtus Julius Johannes Bonifatius Gustaaf Christiaan Albert Leopold Boudewijn Filip Otto Ferdinand Maximiliaan Rudolf Jozef Frans Floris Jan Ramses Carlos Felipe Harald Olav Margaretha Richard Jacobus Alfons Keizer Constantijn Maria Victoria',
  ),
  symbolNames: { '★': 'ster', '☆': 'ster', '¬': 'niet' },
} satisfies Partial<LanguageRules>;
