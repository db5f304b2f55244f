import type { Language } from '../contracts/text';

/** The opening of “The Wind in the Willows” (Kenneth Grahame, 1908; in the public domain). */
export const EXAMPLE_TEXT = `The River Bank

The Mole had been working very hard all the morning, spring-cleaning his little home. First with brooms, then with dusters; then on ladders and steps and chairs, with a brush and a pail of whitewash; till he had dust in his throat and eyes, and splashes of whitewash all over his black fur, and an aching back and weary arms.

Spring was moving in the air above and in the earth below and around him, penetrating even his dark and lowly little house with its spirit of divine discontent and longing. It was small wonder, then, that he suddenly flung down his brush on the floor, said “Bother!” and “O blow!” and also “Hang spring-cleaning!” and bolted out of the house without even waiting to put on his coat.

Something up above was calling him imperiously, and he made for the steep little tunnel which answered in his case to the gravelled carriage-drive owned by animals whose residences are nearer to the sun and air. So he scraped and scratched and scrabbled and scrooged, and then he scrooged again and scrabbled and scratched and scraped, working busily with his little paws and muttering to himself, “Up we go! Up we go!” till at last, pop! his snout came out into the sunlight, and he found himself rolling in the warm grass of a great meadow.
`;

/** The opening of “Der Froschkönig” (Brothers Grimm, 1857; in the public domain). */
const GERMAN = `Der Froschkönig

In den alten Zeiten, wo das Wünschen noch geholfen hat, lebte ein König, dessen Töchter waren alle schön, aber die jüngste war so schön, dass die Sonne selber, die doch so vieles gesehen hat, sich verwunderte, so oft sie ihr ins Gesicht schien.

Nahe bei dem Schlosse des Königs lag ein großer dunkler Wald, und in dem Walde unter einer alten Linde war ein Brunnen: Wenn nun der Tag recht heiß war, so ging das Königskind hinaus in den Wald und setzte sich an den Rand des kühlen Brunnens. Und wenn sie Langeweile hatte, so nahm sie eine goldene Kugel, warf sie in die Höhe und fing sie wieder; und das war ihr liebstes Spielwerk.
`;

/** The opening of “Max Havelaar” (Multatuli, 1860; in the public domain). */
const DUTCH = `Max Havelaar

Ik ben makelaar in koffie, en woon op de Lauriergracht, nummer 37. Het is mijn gewoonte niet, romans te schrijven, of zulke dingen, en het heeft dan ook lang geduurd, voor ik ertoe overging een paar riem papier extra te bestellen, en het werk aan te vangen, dat gij, lieve lezer, zo-even in de hand hebt genomen, en dat ge lezen moet als ge makelaar in koffie zijt, of als ge wat anders zijt.

Niet alleen dat ik nooit iets schreef wat naar een roman geleek, maar ik houd er zelfs niet van, iets dergelijks te lezen, omdat ik een man van zaken ben.
`;

const EXAMPLES: Readonly<Record<string, string>> = { de: GERMAN, nl: DUTCH };

/** Something to hear in the language that is chosen; English where there is nothing. */
export const exampleFor = (language: Language): string => EXAMPLES[language] ?? EXAMPLE_TEXT;
