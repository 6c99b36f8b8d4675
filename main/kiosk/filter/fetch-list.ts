import { listPath, mostListBytes } from '../../../contract/filter-list/standing.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { KioskSettings } from '../../../contract/settings.ts';

export type DeskAddress = Pick<KioskSettings, 'desk' | 'workstation' | 'key'>;

/** 30 MB over a cable take seconds; a desk that takes longer is asked again later. */
const withinMs = 5 * 60_000;

/** The list that the desk gives out, whole: over the room's own cable there is nothing to save, and putting a delta together here would make a session wait. */
export async function fetchList({ desk, workstation, key }: DeskAddress): Promise<Result<Uint8Array>> {
  const address = new URL(listPath, desk.replace(/^ws/, 'http'));
  try {
    const answer = await fetch(address, {
      headers: { authorization: `Basic ${btoa(`${workstation}:${key}`)}` },
      redirect: 'error',
      signal: AbortSignal.timeout(withinMs),
    });
    if (answer.ok && answer.body !== null) return await readWhole(answer.body, lengthOf(answer), address.href);
    await answer.body?.cancel();
    return failed('not-found', address.href, `a desk that gives a filter list (it answers ${answer.status})`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failed('not-found', address.href, `a desk that gives its filter list to the end (${reason})`);
  }
}

const lengthOf = (answer: Response): number => Number(answer.headers.get('content-length') ?? Number.NaN);

/** Memory is taken once, for what was announced: neither more nor less is read. */
async function readWhole(body: AsyncIterable<Uint8Array>, length: number, what: string): Promise<Result<Uint8Array>> {
  if (!(length <= mostListBytes)) return failed('malformed', what, `a filter list of at most ${mostListBytes} bytes`);
  const whole = new Uint8Array(length);
  let read = 0;
  for await (const piece of body) {
    if (read + piece.length > length) break;
    whole.set(piece, read);
    read += piece.length;
  }
  return read === length ? ok(whole) : failed('not-found', what, 'the whole filter list: it was cut off');
}
