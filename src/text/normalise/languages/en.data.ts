import type { LanguageRules } from '../language';
import { currencies, list, nouns, pairs } from '../table';

/** What is written and what is said for it; the grammar is beside it. */
export const EN_DATA = {
  words: {
    point: 'point',
    minus: 'minus',
    plus: 'plus',
    plusMinus: 'plus or minus',
    times: 'times',
    by: 'by',
    dividedBy: 'divided by',
    equals: 'equals',
    notEqual: 'is not equal to',
    about: 'about',
    less: 'is less than',
    greater: 'is greater than',
    atMost: 'is at most',
    atLeast: 'is at least',
    root: 'the square root of',
    infinity: 'infinity',
    degree: 'degree',
    degrees: 'degrees',
    squared: 'squared',
    cubed: 'cubed',
    power: 'to the power of',
    to: 'to',
    ratio: 'to',
    and: 'and',
    per: 'per',
    percent: 'percent',
    permille: 'per mille',
    number: 'number',
    section: 'section',
    sections: 'sections',
    copyright: 'copyright',
    registered: 'registered',
    trademark: 'trademark',
    at: 'at',
    hashtag: 'hashtag',
    dot: 'dot',
    slash: 'slash',
    backslash: 'backslash',
    dash: 'dash',
    underscore: 'underscore',
    colon: 'colon',
    comma: 'comma',
    version: 'version',
    versionPoint: 'point',
    link: 'link',
    sharp: 'sharp',
    flag: 'flag',
    andSoOn: 'and so on',
    foot: { singular: 'foot', plural: 'feet', gender: 'm' },
    inch: { singular: 'inch', plural: 'inches', gender: 'm' },
    minute: { singular: 'minute', plural: 'minutes', gender: 'm' },
    second: { singular: 'second', plural: 'seconds', gender: 'm' },
  },
  weekdays:
    pairs(`Mon=Monday; Tue=Tuesday; Tues=Tuesday; Wed=Wednesday; Thu=Thursday; Thur=Thursday; Thurs=Thursday;
    Fri=Friday; Sat=Saturday; Sun=Sunday`),
  units: nouns(`
    km | kilometre | kilometres
    m | metre | metres
    cm | centimetre | centimetres
    mm | millimetre | millimetres
    µm, μm | micrometre | micrometres
    nm | nanometre | nanometres
    mi | mile | miles
    yd, yds | yard | yards
    ft, ft. | foot | feet
    in., ″ | inch | inches
    km², km2 | square kilometre | square kilometres
    m², m2, sqm | square metre | square metres
    cm², cm2 | square centimetre | square centimetres
    sq ft, sq. ft., ft² | square foot | square feet
    m³, m3 | cubic metre | cubic metres
    cm³, cm3 | cubic centimetre | cubic centimetres
    ha | hectare | hectares
    kg | kilogram | kilograms
    g | gram | grams
    mg | milligram | milligrams
    µg, μg, mcg | microgram | micrograms
    t | tonne | tonnes
    lb, lb., lbs, lbs. | pound | pounds
    oz, oz. | ounce | ounces
    l, L | litre | litres
    ml, mL | millilitre | millilitres
    cl | centilitre | centilitres
    dl | decilitre | decilitres
    fl oz, fl. oz. | fluid ounce | fluid ounces
    gal | gallon | gallons
    tsp, tsp. | teaspoon | teaspoons
    tbsp, tbsp. | tablespoon | tablespoons
    km/h, kph, kmh | kilometre per hour | kilometres per hour
    mph | mile per hour | miles per hour
    kn | knot | knots
    h, hr, hrs, hr., hrs. | hour | hours
    min, min., mins | minute | minutes
    s, sec, sec., secs | second | seconds
    ms | millisecond | milliseconds
    µs, μs | microsecond | microseconds
    ns | nanosecond | nanoseconds
    °C | degree Celsius | degrees Celsius
    °F | degree Fahrenheit | degrees Fahrenheit
    ° | degree | degrees
    kB, KB | kilobyte | kilobytes
    MB | megabyte | megabytes
    GB | gigabyte | gigabytes
    TB | terabyte | terabytes
    KiB | kibibyte | kibibytes
    MiB | mebibyte | mebibytes
    GiB | gibibyte | gibibytes
    Mbit/s, Mbps, Mb/s | megabit per second | megabits per second
    Gbit/s, Gbps, Gb/s | gigabit per second | gigabits per second
    Hz | hertz | hertz
    kHz | kilohertz | kilohertz
    MHz | megahertz | megahertz
    GHz | gigahertz | gigahertz
    W | watt | watts
    kW | kilowatt | kilowatts
    MW | megawatt | megawatts
    kWh | kilowatt hour | kilowatt hours
    Ω | ohm | ohms
    V | volt | volts
    mA | milliamp | milliamps
    mAh | milliamp hour | milliamp hours
    dB | decibel | decibels
    hPa | hectopascal | hectopascals
    psi | pound per square inch | pounds per square inch
    kcal | kilocalorie | kilocalories
    kJ | kilojoule | kilojoules
    hp | horsepower | horsepower
    px | pixel | pixels
    rpm | revolution per minute | revolutions per minute
    fps | frame per second | frames per second
    ppm | part per million | parts per million`),
  currencies: currencies(`
    $, US$, USD | dollar | dollars | m | cent | cents
    A$, AU$, AUD | Australian dollar | Australian dollars | m | cent | cents
    C$, CA$, CAD | Canadian dollar | Canadian dollars | m | cent | cents
    €, EUR | euro | euros | m | cent | cents
    £, GBP | pound | pounds | m | penny | pence
    ¥, JPY | yen | yen
    CHF | Swiss franc | Swiss francs | m | centime | centimes
    ₹, INR | rupee | rupees | m | paisa | paise
    ₽, RUB | rouble | roubles
    ₩, KRW | won | won
    ₺, TRY | lira | lira
    ₿, BTC | bitcoin | bitcoins
    ¢ | cent | cents`),
  magnitudes: nouns(`
    k, K | thousand
    m, M, mn, mio, mil | million
    b, B, bn | billion
    tn, T | trillion
    hundred | hundred
    thousand | thousand
    million | million
    billion | billion
    trillion | trillion`),
  abbreviations:
    pairs(`Dr.=Doctor; Mr.=Mister; Mrs.=Missis; Ms.=Miz; Mr A=Mister; Mrs A=Missis; Ms A=Miz; Dr A=Doctor
    Prof.=Professor; St.=Saint; St A=Saint; Mt. A=Mount; Ft. A=Fort; Sgt.=Sergeant; Capt.=Captain; Lt.=Lieutenant
    Col. A=Colonel; Gen. A=General; Maj. A=Major; Cpl.=Corporal; Pvt.=Private; Rev.=Reverend; Hon.=Honorable
    Fr. A=Father; Sen. A=Senator; Rep. A=Representative; Gov.=Governor; Pres.=President; Jr.=Junior; Sr.=Senior
    Jr=Junior; Inc.=Incorporated; Corp.=Corporation; Ltd.=Limited; Ltd=Limited; Co.=Company; Bros.=Brothers
    e.g.=for example; i.e.=that is; eg.=for example; ie.=that is; etc.=et cetera; etc=et cetera; vs.=versus; vs=versus; v. A=versus
    cf.=compare; viz.=namely; ca.=circa; c. #=circa; et al.=et al; a.k.a.=also known as; aka=also known as
    WWI=World War one; WWII=World War two; Approx.=Approximately; approx.=approximately; dept.=department; Dept.=Department; est.=established; govt.=government; misc.=miscellaneous
    No. #=number; no. #=number; Nos. #=numbers; nos. #=numbers; p. #=page; pp. #=pages; vol. #=volume; Vol. #=Volume
    ch. #=chapter; Ch. #=Chapter; fig. #=figure; Fig. #=Figure; figs. #=figures; sec. #=section; ed.=edition; eds.=editors
    min.=minimum; max.=maximum; avg.=average; tel.=telephone; Tel.=Telephone; ext. #=extension; w/o=without; w/=with
    Ave.=Avenue; Blvd.=Boulevard; Rd.=Road; Ln.=Lane; Hwy.=Highway; Sq.=Square; Apt.=Apartment
    Jan.=January; Feb.=February; Aug.=August; Sept.=September; Sep.=September; Oct.=October; Nov.=November; Dec.=December
    Ph.D.=P H D; PhD=P H D; PhDs=P H D's; Esq.=Esquire; assn.=association; Assn.=Association; intl.=international; a.m.=eh M; p.m.=P M; A.M.=eh M; P.M.=P M
    P.S.=P S; R.I.P.=R I P; oz.=ounces; lbs.=pounds; tbsp.=tablespoon; tsp.=teaspoon`),
  suffixes: new Map(),
  phrases: pairs(
    '24/7=twenty-four seven; 9/11=nine eleven; 50/50=fifty fifty; 20/20=twenty twenty',
  ),
  letterNames: new Map([['A', 'eh']]),
  greek: list(
    'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega',
  ),
  spokenAcronyms: new Set(
    list(`NASA NATO UNESCO UNICEF OPEC AIDS COVID SARS MERS FIFA UEFA NAFTA SWAT LASER RADAR SCUBA SONAR
    ASCII JPEG GIF RAM ROM PIN SIM LAN WAN NIMBY YOLO FOMO DARPA NOAA OSHA FEMA POTUS SCOTUS GUI CAPTCHA CAD WASM BASIC FAQ ASEAN
    INTERPOL MENSA NASDAQ OXFAM UNIX LINUX JSON YAML TOML REST CRUD SAAS PDFS ONNX TASER BAFTA OFSTED HIIT AWOL`),
  ),
  spelledAcronyms: new Set(
    list(`USA ISBN IEEE ASAP AFAIK IMHO URL URI API AI IT US UK EU UN TV PC ID IP IQ CEO CFO CTO CIA FBI BBC CNN USB CPU GPU
    DIY FYI HIV IBM UFO VIP ATM GPS LED RSVP DUI EMT ESL IPO IRS IRA NBA NFL SOS SUV AKA OK UAE USSR IOU ADHD EKG ETA DOA`),
  ),
  shortWords: new Set(
    list(`A AN AND ANY ARE AS AT BE BIG BOY BUT BY CAN DAD DAY DID DO DOG END FAR FOR GET GO GOD HAD HAS HE HER HIM HIS HOT HOW I IF IN
    IS ITS JOY LET LOT MAN MAY ME MEN MOM MUM MUST MY NEW NO NOT NOW OF OFF OH OLD ON ONE OR OUR OUT OWN PUT RAN RED RUN SAD SAW SAY SEE SET SHE SIR SO
    SON STOP TEN THE TOO TOP TO TRY TWO UP USE WAR WAS WAY WE WHO WHY WIN WON YES YET YOU HA AH AHA HEY WOW HI BYE ALL ADD ACT AGE AGO AIR ART ASK BAD
    BAG BED BIT BOX CAR CUT EAT EYE FEW FIX FLY FUN GUN HIT JOB KEY LAW LIE LOW MAP MIX NET ODD OIL PAY RAW SEA SIT SIX SKY SUN TAX TEA TIP`),
  ),
  numberedThings: list(
    'Chapter chapter CHAPTER Part part PART Act Scene Book BOOK Volume volume Vol Section section Article Appendix Phase phase Type type Class Level Figure Figures Table Title War Bowl Mark Mk Stage stage Grade Canto Psalm Page page Episode Rocky Division Corps Round Fantasy Schedule Annex',
  ),
  rulers: list(
    'Henry Louis George Edward Charles Elizabeth William James Richard Mary Philip Paul Benedict Pius Leo Gregory Clement Innocent Urban Napoleon Wilhelm Frederick Friedrich Ludwig Karl Heinrich Otto Nicholas Alexander Ivan Catherine Peter Francis Ferdinand Carl Gustav Gustaf Christian Harald Ramses Ramesses Ptolemy Margaret Margrethe Albert Leopold Carlos Felipe Haakon Olav Robert Stephen Malcolm Boniface Sixtus Julius Alfonso Victoria Anne Cleopatra Darius Xerxes Mehmed Selim Murad Constantine Theodosius Justinian Rudolf Maximilian Joseph Emanuel Umberto Isabella Matilda Edmund Alexios Basil Thutmose Amenhotep Antiochus Seleucus Kamehameha',
  ),
  symbolNames: { '★': 'star', '☆': 'star', '¬': 'not' },
} satisfies Partial<LanguageRules>;
