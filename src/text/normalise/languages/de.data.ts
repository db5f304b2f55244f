import type { LanguageRules } from '../language';
import { currencies, list, nouns, pairs } from '../table';

/** What is written and what is said for it; the grammar is beside it. */
export const DE_DATA = {
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
  suffixes: pairs('str.=straße; Str.=Straße'),
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
} satisfies Partial<LanguageRules>;
