import { tryOne } from './attempts.ts';
import { hourOn, Place } from './place.ts';
import type { Host } from '../../main/kiosk/host.ts';
import { type Faults, type Row, type Tried } from './row.ts';
import { states, type State } from './states.ts';

export type Outcome = 'held' | 'broken' | 'accepted' | 'not tried';

/** What came of one row in one state. */
export interface Finding {
  readonly row: number;
  readonly attack: string;
  /** Null where nothing was tried. */
  readonly state: State | null;
  readonly outcome: Outcome;
  /** Why: what went wrong, why it is accepted, why it was not tried. */
  readonly because: string;
}

const isTried = (row: Row): row is Tried => 'attempts' in row;

const offeredTo = (host: Host['name'], row: Row): Row =>
  host === 'chromium' || !isTried(row) || row.onlyChromium === undefined
    ? row
    : { row: row.row, attack: row.attack, notTried: row.onlyChromium };

const reasonOf = (row: Row): Finding | null => {
  const about = { row: row.row, attack: row.attack, state: null };
  if ('accepted' in row) return { ...about, outcome: 'accepted', because: row.accepted };
  return 'notTried' in row ? { ...about, outcome: 'not tried', because: row.notTried } : null;
};

/** Each row that this host cannot be asked on this machine, with one reason for all. */
export const allUntried = (rows: readonly Row[], because: string): readonly Finding[] =>
  rows.map(
    (row): Finding => reasonOf(row) ?? { row: row.row, attack: row.attack, state: null, outcome: 'not tried', because },
  );

interface Trying {
  readonly host: Host['name'];
  readonly say: (line: string) => void;
  /** A row that turned red in one state is not tried in the next: that it can is all that a missing layer has to show. */
  readonly redIsEnough?: boolean;
}

/** Tries the rows on one kiosk, state by state, since a change of state is what takes time. */
export async function tryRows(
  rows: readonly Row[],
  { host, say, redIsEnough = false }: Trying,
): Promise<readonly Finding[]> {
  const offered = rows.map((row) => offeredTo(host, row));
  const findings = offered.map(reasonOf).filter((finding) => finding !== null);
  let place = await Place.open(hourOn(host));
  const afresh = async (): Promise<void> => {
    await place.close();
    place = await Place.open(hourOn(host));
  };
  try {
    for (const state of states) {
      for (const row of offered.filter(isTried).filter((one) => one.states.includes(state))) {
        const isRed = findings.some((one) => one.row === row.row && one.outcome === 'broken');
        if (redIsEnough && isRed) continue;
        const faults = await tryRow(place, row, state);
        // A kiosk that does not come back is a fault of this row, and no reason to spare the next one.
        if (faults.some((fault) => fault.startsWith(lost))) await afresh();
        const outcome = faults.length === 0 ? 'held' : 'broken';
        findings.push({ row: row.row, attack: row.attack, state, outcome, because: [...new Set(faults)].join('; ') });
        say(`${row.row} ${state}: ${outcome}${faults.length === 0 ? '' : ` (${faults.join('; ')})`}`);
      }
    }
  } finally {
    await place.close();
  }
  return findings.toSorted((one, other) => one.row - other.row);
}

async function tryRow(place: Place, row: Tried, state: State): Promise<Faults> {
  const faults: string[] = [];
  for (const attempt of row.attempts) {
    try {
      await place.be(state);
      faults.push(...(await tryOne(place, attempt, state)));
    } catch (error) {
      faults.push(`the attempt came to nothing: ${error instanceof Error ? error.message : String(error)}`);
    }
    const failure = await restore(place, state, faults.length > 0).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (failure !== null) return [...faults, `${lost}: ${failure}`];
  }
  return faults;
}

const lost = 'the kiosk did not come back';

/** The next attempt finds what this one found: one tab, on the page with the field. After a fault, a fresh session. */
async function restore(place: Place, state: State, afresh: boolean): Promise<void> {
  if (state === 'idle') return;
  if (!afresh && place.phase === (state === 'ending' ? 'ending' : 'active')) {
    const restored = await place.toBase().then(
      () => true,
      () => false,
    );
    if (restored) return;
  }
  await place.endWhatever();
  await place.be(state);
}
