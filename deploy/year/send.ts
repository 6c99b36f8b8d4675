import { centralRoutes, type SignedSheet } from '../../contract/central-routes.ts';
import { describe, parse } from '../../contract/problem.ts';
import { done, stopped, type Outcome } from '../setup/outcome.mjs';

const route = centralRoutes['sheets.send'];

/** Central's answer to one place's sheets. A central that has too much to do is asked again when it says so. */
export async function send(central: string, place: string, sheets: readonly SignedSheet[]): Promise<Outcome<null>> {
  for (;;) {
    const answer = await post(central, JSON.stringify({ place, sheets }));
    if (!answer.ok) return answer;
    const { status, body, retryAfter } = answer.value;
    if (status === 429 || status === 503) {
      await new Promise((resolve) => setTimeout(resolve, retryAfter * 1000));
      continue;
    }
    if (status !== 200) return stopped(`central refused the sheets of ${place} (${status}): ${body.slice(0, 300)}`);
    const told = parse(route.output, JSON.parse(body) as unknown, 'central’s answer');
    if (!told.ok) return stopped(describe(told.problem));
    const refused = told.value.receipts.find(({ outcome }) => outcome === 'quarantined');
    return refused === undefined
      ? done(null)
      : stopped(`central set a sheet of ${place} aside: ${JSON.stringify(refused)}`);
  }
}

interface Answer {
  readonly status: number;
  readonly body: string;
  /** Seconds. */
  readonly retryAfter: number;
}

async function post(central: string, body: string): Promise<Outcome<Answer>> {
  try {
    const answer = await fetch(new URL(route.path, central), {
      method: route.method,
      headers: { 'content-type': 'application/json' },
      body,
    });
    const retryAfter = Number(answer.headers.get('retry-after') ?? '1');
    return done({ status: answer.status, body: await answer.text(), retryAfter });
  } catch (error) {
    return stopped(`central at ${central} does not answer (${error instanceof Error ? error.message : String(error)})`);
  }
}
