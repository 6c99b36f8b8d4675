/** Where the keyboard is on the week: one cell of the table, the only one that Tab stops at. */
export class WeekCursor {
  readonly #size: () => { readonly rows: number; readonly columns: number };
  #row = $state(0);
  #column = $state(0);

  constructor(size: () => { readonly rows: number; readonly columns: number }) {
    this.#size = size;
  }

  get row(): number {
    return Math.min(this.#row, Math.max(0, this.#size().rows - 1));
  }

  get column(): number {
    return Math.min(this.#column, Math.max(0, this.#size().columns - 1));
  }

  place(row: number, column: number): void {
    this.#row = row;
    this.#column = column;
  }

  /** True when the key was the table’s. */
  press(key: string): boolean {
    const { rows, columns } = this.#size();
    const { row, column } = this;
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [row, 0],
      End: [row, columns - 1],
    };
    const to = steps[key];
    if (to === undefined) return false;
    this.place(Math.min(rows - 1, Math.max(0, to[0])), Math.min(columns - 1, Math.max(0, to[1])));
    return true;
  }
}
