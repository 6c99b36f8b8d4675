import { type Sentence, sentence, solve, type Term } from './program.ts';
import { cellOf, type ReadTable } from './reading.ts';
import { isBehind, rulesOf, sumsOf } from './worlds.ts';

/** Hidden cells, of whichever tables, that come to a number together or to that at most. */
export interface Tie {
  readonly cells: readonly string[];
  readonly is: '=' | '<=';
  readonly than: number;
}

export interface Evidence {
  readonly tables: readonly ReadTable[];
  readonly ties: readonly Tie[];
  /** Or only that numbers add up? */
  readonly knowsRule: boolean;
}

interface Group {
  readonly tables: readonly ReadTable[];
  readonly ties: readonly Tie[];
}

/**
 * The hidden cells that can be nothing but what they are. `truth`: what each is; it only tells where to look for another world, in which everything that
 * is told is the same and the cell is not.
 */
export function recovered({ tables, ties, knowsRule }: Evidence, truth: ReadonlyMap<string, number>): string[] {
  const once = new Map(ties.map((tie) => [JSON.stringify(tie), tie]));
  return groupsOf({ tables, ties: [...once.values()] }).flatMap((group) => {
    const sentences = [
      ...group.tables.flatMap((table) => [...sumsOf(table), ...(knowsRule ? rulesOf(table) : [])]),
      ...group.ties.map(({ cells, is, than }) =>
        sentence(
          cells.map((cell) => [1, cell]),
          is,
          than,
        ),
      ),
    ];
    const largest = Math.max(1, ...group.tables.map(({ people }) => people));
    const search = new Search({ sentences, largest, truth, cells: cellsOf(group.tables) });
    return search.run((world) => {
      for (const table of knowsRule ? group.tables : [])
        if (!isBehind(table, world))
          throw new Error(`${table.name} would not have been told so: the attack is at fault`);
    });
  });
}

const cellsOf = (tables: readonly ReadTable[]): string[] =>
  tables.flatMap(({ name, hidden }) => hidden.map((value) => cellOf(name, value)));

/** Tables that nothing ties together are worlds apart. */
function groupsOf({ tables, ties }: Group): Group[] {
  const groups = new Map(tables.map((table) => [table.name, { tables: [table], ties: [] as Tie[] }]));
  const tableOf = new Map(tables.flatMap((table) => cellsOf([table]).map((cell) => [cell, table.name] as const)));
  for (const tie of ties) {
    const tied = new Set(tie.cells.flatMap((cell) => groups.get(tableOf.get(cell) ?? '') ?? []));
    const all = {
      tables: [...tied].flatMap((group) => group.tables),
      ties: [...[...tied].flatMap((group) => group.ties), tie],
    };
    for (const { name } of all.tables) groups.set(name, all);
  }
  return [...new Set(groups.values())];
}

interface SearchParts {
  readonly sentences: readonly Sentence[];
  readonly largest: number;
  readonly truth: ReadonlyMap<string, number>;
  readonly cells: readonly string[];
}

/** Looks for worlds that are not the true one until each cell has been another number in one of them. */
class Search {
  readonly #parts: SearchParts;
  readonly #open: Set<string>;

  constructor(parts: SearchParts) {
    this.#parts = parts;
    this.#open = new Set(parts.cells);
  }

  run(check: (world: ReadonlyMap<string, number>) => void): string[] {
    const found: string[] = [];
    const far = this.#solve([]);
    if (far === null) throw new Error('what is told fits no world, not even the true one: the attack is at fault');
    check(far);
    this.#close(far);
    for (const cell of this.#open) {
      const is = this.#is(cell);
      const other =
        this.#solve([sentence([[1, cell]], '>=', is + 1)]) ??
        (is === 0 ? null : this.#solve([sentence([[1, cell]], '<=', is - 1)]));
      if (other === null) {
        found.push(cell);
        this.#open.delete(cell);
        continue;
      }
      check(other);
      this.#close(other);
    }
    return found;
  }

  #is(cell: string): number {
    const is = this.#parts.truth.get(cell);
    if (is === undefined) throw new Error(`${cell} is hidden and nobody knows what it is`);
    return is;
  }

  /** As many as can be found at once: zeros grow, others shrink. */
  #solve(more: readonly Sentence[]): Map<string, number> | null {
    const { sentences, largest } = this.#parts;
    const most = [...this.#open].map((cell): Term => [this.#is(cell) === 0 ? 1 : -1, cell]);
    return solve({ sentences: [...sentences, ...more], most, largest });
  }

  #close(world: ReadonlyMap<string, number>): void {
    for (const cell of this.#open) if (world.get(cell) !== this.#is(cell)) this.#open.delete(cell);
  }
}
