import type { Trial, WallAnswer } from '../host.ts';
import { inJail } from '../jail/jail.ts';
import { firstOf, inside, jailFault, networkFault, sandboxFault } from '../jail/marks.ts';
import type { TriedJail } from '../jail/trial.ts';
import { answerOf } from './answer-of.ts';
import { silenceFault, wayOutFault } from './way-out.ts';

export interface TriedBrowser {
  /** Pids of what runs of it now. */
  readonly processes: () => Promise<readonly number[]>;
  readonly walls: TriedJail;
  /** Of the kiosk's proxy, as it lies outside. */
  readonly proxySocket: string;
}

const noJail = 'no process of the browser is the first of its jail';

/** The way out is asked where the browser finds it: at the socket in the jail, where one stands. */
async function networkFaultOf(
  { proxySocket, walls }: TriedBrowser,
  first: number | null,
  trial: Trial,
): Promise<string | null> {
  const ask = trial === 'whole' ? wayOutFault : silenceFault;
  if (!walls.jail) return ask(proxySocket);
  return first === null ? noJail : (networkFault(first) ?? (await ask(inside(first, inJail.proxySocket))));
}

/** The walls around a visitor's browser that are the same under every host: network, and jail and sandbox where they stand. */
export async function tryJailed(tried: TriedBrowser, trial: Trial): Promise<readonly WallAnswer[]> {
  const { jail, sandbox } = tried.walls;
  const pids = jail ? await tried.processes() : [];
  const first = firstOf(pids);
  return Promise.all([
    answerOf('network', () => networkFaultOf(tried, first, trial)),
    ...(jail ? [answerOf('jail', () => Promise.resolve(jailFault(pids)))] : []),
    ...(jail && sandbox && trial === 'whole'
      ? [answerOf('sandbox', () => Promise.resolve(first === null ? noJail : sandboxFault(first)))]
      : []),
  ]);
}
