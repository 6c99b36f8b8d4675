const lineFeed = 10;

/** Lines of a stream of bytes, without their ends (LF or CRLF), in the order in which they come. Bytes that are no UTF-8 become U+FFFD. */
export async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  let rest = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const joined = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = joined.lastIndexOf(lineFeed);
    // Copied: a chunk's memory is used again.
    rest = Buffer.from(joined.subarray(end + 1));
    if (end >= 0) yield joined.toString('utf8', 0, end).split('\n');
  }
  if (rest.length > 0) yield [rest.toString('utf8')];
}
