import { z } from 'zod';
import { deskRoutes, onceHeader, onceRoutes } from '../../contract/desk-routes.ts';
import { parseJson, type ProblemCode, problemSchema } from '../../contract/problem.ts';
import type { DeskWord } from './desk-words.ts';
import { OnceKeys } from './once-keys.ts';

type Routes = typeof deskRoutes;
type Name = keyof Routes;
type Input<Route extends Name> = z.input<Routes[Route]['input']>;
type Output<Route extends Name> = z.output<Routes[Route]['output']>;

/** What went wrong, as far as a screen goes by it. `unreachable`: no answer at all, or none of the desk’s. */
export interface Failure {
  readonly code: ProblemCode | 'unreachable';
  readonly retryInSeconds?: number;
}

export type Answer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure };

/** The desk waits for its kiosks, too; a line that says nothing for so long is dead. */
const answerWithinMs = 20_000;

const onceKeys = new OnceKeys();

/** Asks the desk one thing of the table. What is asked again since no answer came, and must not be done twice, is done once. */
export async function call<Route extends Name>(name: Route, input: Input<Route>): Promise<Answer<Output<Route>>> {
  const { method, path, output } = deskRoutes[name];
  const asked = onceRoutes.has(name) ? `${name} ${JSON.stringify(input)}` : null;
  const answer = await answerOf(
    method === 'GET' ? path + queryOf(input) : path,
    method === 'GET' ? {} : { method, headers: headersOf(asked), body: JSON.stringify(input) },
  );
  const read = readAnswer<Output<Route>>(answer, { name, output });
  if (asked !== null && (read.ok || read.failure.code !== 'unreachable')) onceKeys.forget(asked);
  return read;
}

/** Somebody has read that there was no answer: what is asked from now on is meant anew. */
export const askAnew = (): void => onceKeys.forgetAll();

const headersOf = (asked: string | null): Record<string, string> => ({
  'content-type': 'application/json',
  ...(asked !== null && { [onceHeader]: onceKeys.of(asked) }),
});

/** Null: none came. */
async function answerOf(path: string, request: RequestInit): Promise<string | null> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), answerWithinMs);
  try {
    return await (await fetch(path, { ...request, signal: giveUp.signal })).text();
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function readAnswer<Value>(text: string | null, { name, output }: { name: Name; output: z.ZodType }): Answer<Value> {
  if (text === null) return { ok: false, failure: { code: 'unreachable' } };
  const refusal = parseJson(z.object({ problem: problemSchema }), text, name);
  if (refusal.ok) return { ok: false, failure: failureIn(refusal.value.problem) };
  const answer = parseJson(output, text, name);
  return answer.ok ? { ok: true, value: answer.value as Value } : { ok: false, failure: { code: 'unreachable' } };
}

/** What is asked of a route that only reads stands in its address. */
function queryOf(input: object): string {
  const asked = new URLSearchParams(Object.entries(input).map(([name, value]) => [name, String(value)])).toString();
  return asked === '' ? '' : `?${asked}`;
}

const failureIn = ({ code, retryInSeconds }: z.output<typeof problemSchema>): Failure => ({
  code,
  ...(retryInSeconds !== undefined && { retryInSeconds }),
});

const sentences: Partial<Record<Failure['code'], DeskWord>> = {
  malformed: 'problem.malformed',
  'not-accepted': 'problem.not-accepted',
  'code-delayed': 'problem.code-delayed',
  'sign-in-first': 'problem.sign-in-first',
  'not-now': 'problem.not-now',
  'not-found': 'problem.not-found',
  stale: 'problem.stale',
  unreachable: 'problem.unreachable',
};

/** The sentence for a failure; codes that no facilitator can cause are ours to mend. */
export const failureWord = ({ code }: Failure): DeskWord => sentences[code] ?? 'problem.internal';
