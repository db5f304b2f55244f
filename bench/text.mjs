/** Text to measure with: the opening of "The Wind in the Willows" (1908, public domain), over and over. */
const OPENING = `The Mole had been working very hard all the morning, spring-cleaning his little home. First with brooms, then with dusters; then on ladders and steps and chairs, with a brush and a pail of whitewash; till he had dust in his throat and eyes, and splashes of whitewash all over his black fur, and an aching back and weary arms.

Spring was moving in the air above and in the earth below and around him, penetrating even his dark and lowly little house with its spirit of divine discontent and longing.

`;

/** @param {number} characters */
export function textOf(characters) {
  const text = OPENING.repeat(Math.ceil(characters / OPENING.length));
  return `${text.slice(0, characters - 1).replace(/[^a-z]+$/i, '')}.`;
}
