/**
 * What a voice is measured with: everyday sentences, dialogue, numbers, single words, and pieces with as
 * many or as few hissing sounds as a language allows. Written for this.
 *
 * @type {Readonly<Record<'en' | 'de' | 'nl' | 'ssml', string>>} `ssml` is English with marks.
 */
export const PASSAGES = {
  en: `Yes. No. Six. Shh! Stop. Sixty-six. Thanks. Oh? Please. A.

The kettle boiled quickly, and nobody noticed. Rain fell on the quiet street after dusk. She sells fresh shellfish and salted fish at the seaside stall each summer. Sister Susie sews six silk shirts for sixty-six sick soldiers; she is exceptionally busy. Which switch, Miss, is the right switch for this ship's splashing showers?

Our mellow moon rolled on, low over a warm lagoon. We were away a year ago. Mum, may I mail a long yellow ruler? No one knew why Noah loved lemon loam.

On 3 May 2021, at 5:30 p.m., Dr. Smith paid $12.50 for the first of 365 books. "Was it 10% off?" he asked. "No!" she said; then, slowly, she left. Chapter XIV begins on page 1,024, doesn't it?

Autumn leaves drifted across the empty playground all afternoon, while a distant train rumbled slowly past the old station, and the museum's newest exhibit traced the history of written language from clay tablets to glowing glass. Having packed a pick, a kettle, and two cups, Pat took the back track up to the top of the peak, stopped to talk, and dropped the pot. What a thrilling, breathtaking, thoroughly worthwhile Thursday that was!`,
  de: `Ja. Nein. Sechs. Pst! Halt. Danke. Schnitzel. Tschüss. Ach so? Oh.

Das Wasser kochte schnell, und niemand bemerkte es. Zwischen zwei Zwetschgenzweigen zwitschern zwei Schwalben. Sechsundsechzig schicke Schüsseln standen zischend auf dem Tisch. Fischers Fritz fischt frische Fische, frische Fische fischt Fischers Fritz.

Lilo malte einen roten Ball. Im milden Abendlicht lag der Nebel lange über den Wiesen. Wir wollen morgen wieder am Ufer wandern.

Am 3. Mai 2021 um 17:30 Uhr zahlte Dr. Schmidt 12,50 € für das erste von 365 Büchern. „Waren es 10 %?“, fragte er. „Nein!“, sagte sie; dann ging sie langsam hinaus.

Nachdem der Zug mit fast einer Stunde Verspätung in den kleinen Bahnhof eingefahren war, stiegen drei müde Reisende aus, blickten sich um, und suchten vergeblich nach einem Gasthaus, in dem noch Licht brannte. Pfarrer Pfeiffer pflückt Pfirsiche, Paul packt pünktlich das Paket.`,
  nl: `Ja. Nee. Zes. Sst! Stop. Dank je. Schaatsen. Tot straks. Echt? O.

Het water kookte snel en niemand merkte het. Zesenzestig zusjes zitten zachtjes te zuchten in de zon. Achtentachtig prachtige grachten lachten zacht. De schipper schuift de schaatsen in de schuur.

Maarten maalt meel in de molen. Wij wonen al jaren aan de oever. Onder een lage maan lagen lome lammeren.

Op 3 mei 2021 om 17.30 uur betaalde dr. Smit € 12,50 voor het eerste van 365 boeken. "Was het 10%?" vroeg hij. "Nee!" zei ze, en toen liep ze langzaam weg.

Toen de trein na bijna een uur vertraging het kleine station binnenreed, stapten er drie vermoeide reizigers uit, die om zich heen keken en tevergeefs zochten naar een herberg waar nog licht brandde. De kat krabt de krullen van de trap, en Piet pakt een pot peper uit de kast.`,
  ssml: `<speak>
<p><prosody volume="x-loud">Speak up, please. Sixty-six shells!</prosody> <prosody volume="x-soft">Hush now, the child is asleep.</prosody></p>
<p><prosody volume="+12dB">This is as loud as it gets.</prosody> <prosody volume="-20dB">And this is hardly more than a whisper, I suppose.</prosody></p>
<p><prosody pitch="x-high">A mouse sings a silly song.</prosody> <prosody pitch="x-low">A bear hums along with a mouse.</prosody> <prosody pitch="+6st">Yes, sister.</prosody></p>
<p><prosody rate="x-slow">Slowly, slowly.</prosody> <prosody rate="x-fast">Quickly, before the shop shuts its doors.</prosody> <emphasis level="strong">Never</emphasis> do that again.</p>
</speak>`,
};
