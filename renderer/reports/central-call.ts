import type { z } from 'zod';
import { centralRoutes } from '../../contract/central-routes.ts';
import { failed, ok, parse, problemSchema, type Result } from '../../contract/problem.ts';

type Routes = typeof centralRoutes;
type RouteName = keyof Routes;

/** Asks central by a route of the contract. Central out of reach is the problem `not-now`, like any other one to show beside its cause. */
export type CentralCall = <Name extends RouteName>(
  name: Name,
  input: z.input<Routes[Name]['input']>,
) => Promise<Result<z.output<Routes[Name]['output']>>>;

const routes: {
  readonly [Name in RouteName]: { method: string; path: string; output: z.ZodType<z.output<Routes[Name]['output']>> };
} = centralRoutes;

export const callCentral: CentralCall = async (name, input) => {
  const { method, path, output } = routes[name];
  const answer = await ask(method, path, input);
  if (!answer.ok) return answer;
  const { succeeded, body } = answer.value;
  if (succeeded) return parse(output, body, name);
  const problem = parse(
    problemSchema,
    body !== null && typeof body === 'object' && 'problem' in body ? body.problem : body,
    name,
  );
  return problem.ok ? { ok: false, problem: problem.value } : problem;
};

async function ask(
  method: string,
  path: string,
  input: object,
): Promise<Result<{ succeeded: boolean; body: unknown }>> {
  try {
    const response =
      method === 'GET'
        ? await fetch(`${path}?${new URLSearchParams(Object.entries<string>({ ...input })).toString()}`)
        : await fetch(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) });
    const body: unknown = await response.json();
    return ok({ succeeded: response.ok, body });
  } catch (error) {
    return failed('not-now', path, `an answer of central (${error instanceof Error ? error.message : String(error)})`);
  }
}
