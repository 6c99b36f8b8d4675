import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cellMs, overlap } from '../../contract/book/cells.ts';
import { Board } from '../../main/desk/book/board.ts';
import { EntryStore } from '../../main/desk/book/entry-store.ts';
import { openStore } from '../../main/desk/store/open-store.ts';
import { randomOf } from '../bench/book/random.ts';

const workstation = 'a workstation';

/** Taken spans that are not over: what is past, a board that reads afresh need not know. */
const toComeOf = (taken: readonly number[], cell: number): number[] =>
  taken.filter((_, at) => (taken[at - (at % 2) + 1] ?? 0) > cell);

/** A board that has followed everything, and the rows that it follows. */
function openBoard() {
  const folder = mkdtempSync(join(tmpdir(), 'escale-board-'));
  const store = openStore(folder);
  if (!store.ok) throw new Error(store.problem.expected);
  onTestFinished(() => {
    store.value.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const now = { cell: 0 };
  const times = { graceCells: () => 2, nowCell: () => now.cell };
  const board = new Board(store.value, times);
  const entries = new EntryStore(store.value, board, { clock: () => now.cell * cellMs, zone: 'Europe/Paris' });
  return { now, board, entries, afresh: () => new Board(store.value, times) };
}

test.each([1, 2, 3, 4, 5])('what the board has followed is what it would read afresh (seed %i)', (seed) => {
  const { now, board, entries, afresh } = openBoard();
  const random = randomOf(seed);
  for (let step = 0; step < 300; step += 1) {
    const from = Math.max(0, now.cell + random(40) - 4);
    const span = { from, to: from + 1 + random(5) };
    const lapsed = board.lapsed(workstation, span).map(({ id }) => id);
    const inTheWay = board.within(workstation, span).filter(({ id }) => !lapsed.includes(id));
    const [first] = inTheWay;
    if (first === undefined) {
      const kind = random(2) === 0 ? 'booking' : 'walk-in';
      const added = entries.add({
        ...{ ...span, kind, state: 'confirmed', title: 'one', purpose: 'job', madeBy: null },
        holds: [{ workstation, ticket: null }],
      });
      expect(entries.find(added.id)).toEqual(added);
    } else if (random(8) === 0) {
      entries.release({ id: first.id, workstation });
    }
    if (random(4) === 0) now.cell += 1;
    const fresh = afresh();
    const toCome = { from: now.cell, to: now.cell + 100 };
    expect(toComeOf(board.taken(workstation), now.cell)).toEqual(toComeOf(fresh.taken(workstation), now.cell));
    expect(board.within(workstation, toCome)).toEqual(fresh.within(workstation, toCome));
    expect(board.within(workstation, span)).toEqual(
      fresh.within(workstation, { from: 0, to: toCome.to }).filter((hold) => overlap(hold, span)),
    );
  }
});
