import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { deskLinkVersion, kioskMessageSchema } from '../../../contract/desk-link.ts';
import { failed, ok, parse, parseJson, type Result } from '../../../contract/problem.ts';
import type { DeskSettings } from '../../../contract/settings.ts';

type Workstation = DeskSettings['workstations'][number];

/** All that must be readable of a greeting in whatever version. */
const greetingSchema = z.looseObject({ type: z.literal('hello'), version: z.int() });

/** Which workstation greets: the version is judged before the rest, so that a later kiosk hears why it is refused. */
export function readHello(text: string, workstations: readonly Workstation[]): Result<Workstation> {
  const greeting = parseJson(greetingSchema, text, 'hello');
  if (!greeting.ok) return greeting;
  if (greeting.value.version !== deskLinkVersion) {
    return failed('version-unknown', 'hello: version', `version ${deskLinkVersion} of the link`);
  }
  const hello = parse(kioskMessageSchema, greeting.value, 'hello');
  if (!hello.ok) return hello;
  const { workstation: id, key } = hello.value.type === 'hello' ? hello.value : { workstation: '', key: '' };
  const known = provenWorkstation({ id, key }, workstations);
  if (known === null)
    return failed('not-accepted', 'hello: workstation, key', 'a workstation of this place and its own key');
  return ok(known);
}

/** Null: no workstation of this place, or not its key. */
export function provenWorkstation(
  { id, key }: Pick<Workstation, 'id' | 'key'>,
  workstations: readonly Workstation[],
): Workstation | null {
  const known = workstations.find((workstation) => workstation.id === id);
  // The comparison is made for unknown ids too: which ids exist is nobody's business.
  const fits = sameKey(key, known?.key ?? '');
  return known !== undefined && fits ? known : null;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const sameKey = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected));
