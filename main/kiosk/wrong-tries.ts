/** Wrong codes that cost nothing: people mistype. */
export const freeTries = 5;
const firstDelayMs = 30_000;
/** A room must not be closed for the day by one prankster, and a guesser gets nowhere at six tries an hour. */
const longestDelayMs = 10 * 60_000;

/** How long the next try waits after so many wrong ones in a row. */
export const delayAfter = (wrongTries: number): number =>
  wrongTries < freeTries ? 0 : Math.min(firstDelayMs * 2 ** (wrongTries - freeTries), longestDelayMs);
