import { failed, parse, type Result } from '../../contract/problem.ts';
import { screenCalls, type ScreenCallName, type ScreenCallOutput } from '../../contract/screens.ts';
import type { z } from 'zod';

/** The binding of the table in `contract/screens.ts`: every call of the screens is parsed here, once, whatever host carried it. */

type Parsed<Name extends ScreenCallName> = z.output<(typeof screenCalls)[Name]['input']>;

/** One answer per call of the table. */
export type ScreenAnswers = {
  readonly [Name in ScreenCallName]: (input: Parsed<Name>) => Promise<Result<ScreenCallOutput<Name>>>;
};

const isCallName = (name: unknown): name is ScreenCallName =>
  typeof name === 'string' && Object.hasOwn(screenCalls, name);

/** What a host is given as `call`. Never rejects: a surprise is handed to `surprised`, and the screen is told `internal`. */
export function bindScreens(
  answers: ScreenAnswers,
  surprised: (error: unknown) => void,
): (name: unknown, input: unknown) => Promise<Result<unknown>> {
  return async (name, input) => {
    if (!isCallName(name)) return failed('malformed', 'call', `one of ${Object.keys(screenCalls).join(', ')}`);
    try {
      return await answer(answers, name, input);
    } catch (error) {
      surprised(error);
      return failed('internal', name, 'another try in a moment');
    }
  };
}

async function answer<Name extends ScreenCallName>(
  answers: ScreenAnswers,
  name: Name,
  input: unknown,
): Promise<Result<ScreenCallOutput<Name>>> {
  // The compiler does not follow one name through two tables; the table's own types say that these belong together.
  const schema = screenCalls[name].input as z.ZodType as z.ZodType<Parsed<Name>>;
  const parsed = parse(schema, input, name);
  return parsed.ok ? answers[name](parsed.value) : parsed;
}
