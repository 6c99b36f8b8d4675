import { z } from 'zod';

/**
 * Expected failures are values with a code: they cross every boundary (screens ⇄ kiosk ⇄ desk ⇄ central) in this one shape.
 * What surprises throws, and is logged once at the edge of the program.
 */

// A content policy without eval forbids zod's compiled parsers; they would be tried, refused and reported on every page.
z.config({ jitless: true });

/** Every code that a program of Escale answers with. Screens have a sentence for each one that a person can meet. */
export const problemCodes = [
  /** Input that is not of the agreed form; `where` names the field. */
  'malformed',
  /** The other side speaks a version of the protocol that this side does not know. */
  'version-unknown',
  /** A ticket code that opens nothing here: wrong, expired and used up look the same on purpose. */
  'code-refused',
  /** Too many wrong codes; `retryInSeconds` says how long to wait. */
  'code-delayed',
  /** The ticket is in use on another workstation. */
  'ticket-in-use',
  /** The call is not possible in the session's present state. */
  'not-now',
  /** Name or password not accepted, or the key of a machine. */
  'not-accepted',
  /** No valid staff session: sign in first. */
  'sign-in-first',
  /** It has changed since the asker looked: look again first. */
  'stale',
  /** The thing named does not exist. */
  'not-found',
  /** A sheet with the same revision but other bytes: a cloned or rolled-back desk. */
  'revision-conflict',
  /** A signature that does not fit the sender's key. */
  'signature-wrong',
  /** A filter list that is older than the one in use. */
  'list-older',
  /** A filter list that lost too much of a category. */
  'list-shrunk',
  /** A filter list that holds a name which is never blocked. */
  'list-blocks',
  /** Too much at once: the same again after `retryInSeconds`. */
  'busy',
  /** Something broke on our side; it is in the log. */
  'internal',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

export const problemSchema = z.strictObject({
  code: z.enum(problemCodes),
  /** Which field, file or message, as a path a person can follow: `kiosk-profiles/adult.json: tiles[2].address`. */
  where: z.string(),
  /** What was expected there, or what to do now. English; screens choose their own words by `code`. */
  expected: z.string(),
  /** Seconds to wait before trying again, for `code-delayed` and `busy`. */
  retryInSeconds: z.int().positive().optional(),
});

export type Problem = z.infer<typeof problemSchema>;

export type Result<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

export const ok = <Value>(value: Value): Result<Value> => ({ ok: true, value });

export const failed = (code: ProblemCode, where: string, expected: string): { ok: false; problem: Problem } => ({
  ok: false,
  problem: { code, where, expected },
});

const dotted = (path: readonly PropertyKey[]): string =>
  path
    .reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`), '')
    .replace(/^\./, '');

/**
 * Parses input once, at a boundary. `what` names the input for the reader of the problem (a file, a message, a variable).
 * Only the first fault is told: the others often follow from it.
 */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  what: string,
): Result<z.output<Schema>> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const field = dotted(issue?.path ?? []);
  return failed('malformed', field === '' ? what : `${what}: ${field}`, issue?.message ?? 'another form');
}

/** Same, for text that should be JSON: a comma too many is named like any other fault. */
export function parseJson<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  what: string,
): Result<z.output<Schema>> {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (error) {
    return failed('malformed', what, `valid JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  return parse(schema, input, what);
}

/** One line for a terminal or a log. */
export const describe = (problem: Problem): string => `${problem.where}: ${problem.expected} [${problem.code}]`;
