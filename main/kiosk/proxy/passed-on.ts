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

/** The options of `Connection` name further fields of its kind. */
function namedBy(rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.flatMap((name, at) =>
    at % 2 === 0 && name.toLowerCase() === 'connection'
      ? (rawHeaders[at + 1] ?? '').split(',').map((option) => option.trim().toLowerCase())
      : [],
  );
}

/**
 * The fields that go on to the other side, as Node's raw list (name, value, name, value…): order, case and repetition kept.
 * No `Via` and no `Forwarded` is added: whoever reads the visitor's requests need not know that a kiosk stands between.
 */
export function passedOn(rawHeaders: readonly string[], alsoDropped: readonly string[] = []): string[] {
  const dropped = [...namedBy(rawHeaders), ...alsoDropped];
  const isDropped = (name: string): boolean => ownConnection.has(name) || dropped.includes(name);
  return rawHeaders.filter((_, at) => !isDropped((rawHeaders[at - (at % 2)] ?? '').toLowerCase()));
}
