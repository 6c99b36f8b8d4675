import type { Fact } from '../../contract/desk-link.ts';

/** Refusals on their way to the figures: a category, an hour and a number; what was refused is never known here. */
export class RefusalCounts {
  readonly #counts = new Map<string, number>();
  #hour: string;

  /** `wall`: an instant of the first hour. */
  constructor(wall: string) {
    this.#hour = hourOf(wall);
  }

  add(category: string, count = 1): void {
    this.#counts.set(category, (this.#counts.get(category) ?? 0) + count);
  }

  /** Has the hour of what was counted passed? */
  isDue(wall: string): boolean {
    return hourOf(wall) !== this.#hour;
  }

  /** What was counted since the last time, as facts of the hour in which it was. */
  take(wall: string): readonly Fact[] {
    const facts = [...this.#counts].map(([category, count]): Fact => ({
      kind: 'refusals-counted',
      hour: this.#hour,
      category,
      count,
    }));
    this.#counts.clear();
    this.#hour = hourOf(wall);
    return facts;
  }
}

/** The start of its hour. Full hours of UTC: figures by local hour do not need refusals. */
const hourOf = (wall: string): string => `${wall.slice(0, 13)}:00:00.000Z`;
