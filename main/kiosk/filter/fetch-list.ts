import { once } from 'node:events';
import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure } from 'node:https';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { listPath, mostListBytes } from '../../../contract/filter-list/standing.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { KioskSettings } from '../../../contract/settings.ts';

export type DeskAddress = Pick<KioskSettings, 'desk' | 'workstation' | 'key'>;

/** 30 MB over a cable take seconds; a desk that takes longer is asked again later. */
const withinMs = 5 * 60_000;

/**
 * The list that the desk gives out, whole: over the room's own cable there is nothing to save, and putting a delta together here would make a visitor
 * wait. For the same reason it comes through a plain request: `fetch` holds everything else up for tens of milliseconds.
 */
export async function fetchList({ desk, workstation, key }: DeskAddress): Promise<Result<Uint8Array>> {
  const address = new URL(listPath, desk.replace(/^ws/, 'http'));
  try {
    const asked = (address.protocol === 'https:' ? getSecure : getPlain)(address, {
      auth: `${workstation}:${key}`,
      agent: false,
      signal: AbortSignal.timeout(withinMs),
    });
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    if (answer.statusCode === 200) return await readWhole(answer, address.href);
    answer.destroy();
    return failed('not-found', address.href, `a desk that gives a filter list (it answers ${answer.statusCode ?? 0})`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failed('not-found', address.href, `a desk that gives its filter list to the end (${reason})`);
  }
}

/** Memory is taken once, for what was announced: neither more nor less is read. */
async function readWhole(answer: IncomingMessage, what: string): Promise<Result<Uint8Array>> {
  const length = Number(answer.headers['content-length'] ?? Number.NaN);
  if (!(length <= mostListBytes)) {
    answer.destroy();
    return failed('malformed', what, `a filter list of at most ${mostListBytes} bytes`);
  }
  const whole = new Uint8Array(length);
  let read = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    whole.set(piece, read);
    read += piece.length;
    await nextTurn();
  }
  return read === length ? ok(whole) : failed('not-found', what, 'the whole filter list: it was cut off');
}
