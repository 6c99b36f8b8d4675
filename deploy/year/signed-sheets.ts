import { createHmac, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { SignedSheet } from '../../contract/central-routes.ts';
import { daySheetVersion, type Sheet } from '../../contract/figures/day-sheet.ts';
import { dayOf } from './day-life.ts';
import { monthOf, threshold } from './month-life.ts';
import type { DemoPlace } from './network.ts';

/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in PKCS#8. */
const keyHead = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key of a made-up place, the same for the same seed: it protects nothing. */
export function demoKey(seed: number, place: string): KeyObject {
  const bytes = createHmac('sha256', String(seed)).update(place).digest();
  return createPrivateKey({ key: Buffer.concat([keyHead, bytes]), format: 'der', type: 'pkcs8' });
}

export const publicPem = (key: KeyObject): string =>
  createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();

export const signedBy = (key: KeyObject, sheet: Sheet): SignedSheet => {
  const text = JSON.stringify(sheet);
  return { sheet: text, signature: sign(null, Buffer.from(text), key).toString('base64') };
};

/** Everything that a place has to send of these days, oldest first: each day, and each month that is whole among them. */
export function* sheetsOf(seed: number, place: DemoPlace, days: readonly string[]): Generator<Sheet> {
  for (const [month, inMonth] of Map.groupBy(days, (day) => day.slice(0, 7))) {
    for (const day of inMonth) {
      yield { kind: 'day', ...headOf(place, day), day, counts: dayOf(seed, place, day) };
    }
    const last = inMonth.at(-1) ?? '';
    if (!inMonth[0]?.endsWith('-01') || last.slice(0, 7) === nextDay(last).slice(0, 7)) continue;
    const { counts, hidden } = monthOf(seed, place, inMonth);
    yield { kind: 'month', ...headOf(place, last), month, threshold, counts, hidden: [...hidden] };
  }
}

/** As the desk of that place would send it first, on the evening of that day. */
const headOf = ({ id }: DemoPlace, day: string) =>
  ({ version: daySheetVersion, place: id, revision: 1, computedAt: `${day}T19:00:00.000Z` }) as const;

export const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** So many days up to and including `until`. */
export function daysUntil(until: string, count: number): string[] {
  const first = new Date(Date.parse(`${until}T12:00:00Z`) - (count - 1) * 86_400_000).toISOString().slice(0, 10);
  const days = [first];
  while (days.length < count) days.push(nextDay(days.at(-1) ?? first));
  return days;
}
