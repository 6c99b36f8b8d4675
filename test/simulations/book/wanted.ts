/** What somebody would like to have; epoch milliseconds. */
export interface Wanted {
  readonly startsAt: number;
  readonly minutes: number;
  readonly workstation: string | null;
}
