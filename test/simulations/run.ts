/** What every simulation takes and gives; `npm run simulate` prints it. */

export interface Wish {
  /** A first look, half a minute at most. */
  readonly quick: boolean;
  readonly seed: number;
  /** One violation again, as an earlier run named it; null = look for new ones. */
  readonly path: string | null;
  /** One run, told step by step, where the simulation can tell it. */
  readonly trace: boolean;
  /** Safeguards to be taken out on purpose, where the simulation knows some: then it must find something. */
  readonly without: readonly string[];
}

export interface Outcome {
  readonly runs: number;
  readonly violations: readonly Violation[];
  /** For the table, beside what every simulation prints. */
  readonly figures?: Readonly<Record<string, number | string>>;
}

export interface Violation {
  readonly seed: number;
  /** Arguments that play it again. */
  readonly replay: string;
  readonly what: string;
}

export type Simulation = (wish: Wish, progress: (line: string) => void) => Promise<Outcome>;
