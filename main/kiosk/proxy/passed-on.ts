/** Header fields that belong to one connection and must not travel on (RFC 9110, 7.6.1), and what tells a site about the kiosk. */
const ownConnection: ReadonlySet<string> = new Set([
  'connection',
  // Answered by Node itself before the body is read.
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const inPairs = (fields: readonly string[]): readonly (readonly [name: string, value: string])[] =>
  fields.flatMap((name, at) => (at % 2 === 0 ? [[name, fields[at + 1] ?? ''] as const] : []));

/**
 * The fields that go on to the other side, as Node's raw list (name, value, name, value…): order, case and repetition kept.
 * No `Via` and no `Forwarded` is added: whoever reads the visitor's requests need not know that a kiosk stands between.
 */
export function passedOn(rawHeaders: readonly string[], alsoDropped: readonly string[] = []): string[] {
  const pairs = inPairs(rawHeaders);
  const named = pairs
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(',').map((option) => option.trim().toLowerCase()));
  const dropped = new Set([...ownConnection, ...named, ...alsoDropped]);
  return pairs.filter(([name]) => !dropped.has(name.toLowerCase())).flat();
}
