import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Seat } from '../seat.ts';
import type { Workstation } from '../workstation.ts';
import type { SessionPhase } from '../session/session.ts';
import { restPatienceMs, type SelfTest } from './self-test.ts';

/** Seldom enough to cost nothing that anybody could measure. */
const everyMs = 20_000;

/** Windows come and go while a page is used. */
const usePatienceMs = 2_000;

const inUse: ReadonlySet<SessionPhase> = new Set(['active', 'paused', 'ending']);
const serving: ReadonlySet<SessionPhase> = new Set([...inUse, 'closed', 'free', 'called', 'charter']);

export interface PatrolParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly seat: Seat;
  readonly selfTest: SelfTest;
  readonly workstation: Workstation;
}

/** Looks after the walls while somebody may sit down or sits here. Between two visitors the self-test does. */
export function patrol({ clock, log, seat, selfTest, workstation }: PatrolParts): { end(): void } {
  let cancel: () => void = () => undefined;
  let ended = false;
  const look = async (): Promise<void> => {
    const { visitor } = seat;
    const wanted = (): boolean => serving.has(workstation.session.phase) && seat.visitor === visitor;
    if (!wanted()) return;
    const patienceMs = inUse.has(workstation.session.phase) ? usePatienceMs : restPatienceMs;
    const problem = await selfTest.beside(visitor, { patienceMs, wanted });
    // Whoever sits here gets another browser, behind walls that were proven afresh, or none.
    if (problem !== null && !seat.giveUp()) workstation.happen({ kind: 'fault', problem });
  };
  const next = (): void => {
    if (ended) return;
    cancel = clock.after(everyMs, () => {
      look()
        .catch((error: unknown) => log.error({ err: error }, 'the walls could not be looked after'))
        .finally(next);
    });
  };
  next();
  return {
    end: () => {
      ended = true;
      cancel();
    },
  };
}
