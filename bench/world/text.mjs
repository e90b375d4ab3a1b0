/** A text as SQL has it. */
export const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

/** SQL that picks one of the words by a number. */
export const choice = (number, words) =>
  `(ARRAY[${words.map(quoted).join(',')}])[1 + (${number}) % ${words.length}]`;

/** SQL that spreads a number evenly over 0 to a million, always to the same place: a world is made alike each time. */
export const spread = (number) => `(hashint4((${number})::int) & 1048575)`;

/** Paragraphs as long as those of a lesson or of a question. */
export const PROSE =
  `Before the first transfer of the day the technician checks the chart for weight-bearing limits, looks at the floor, the
 brakes and the footwear, and explains to the patient what will happen and what they are to do themselves. The belt goes over the clothing,
 snug enough that two fingers fit under it. Knees are bent, the back is straight, and the load stays close to the body; the stronger side of
 the patient leads. Dizziness, shortness of breath or pain that was not there before ends the exercise, and the therapist is told at once.
 What was done, how much help it took and how the patient bore it is written down before the next patient comes.`.replaceAll(
    '\n',
    '',
  );
