import { createServer, type Socket } from 'node:net';

/** A site in a process of its own, as thin as can be, so that what is measured is what stands before it. Prints its port. */

const small = Buffer.alloc(1024, 'x');
const block = Buffer.alloc(1 << 18, 'x');

const heading = (length: number, ends: boolean): string =>
  `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n${ends ? 'Connection: close\r\n' : ''}\r\n`;

const smallAnswer = Buffer.concat([Buffer.from(heading(small.byteLength, false)), small]);

/** `GET /BYTES` is answered with as many; at the pace of whoever reads. */
function answer(client: Socket, head: string): void {
  const length = Number(/^GET \/(\d+) /.exec(head)?.[1] ?? 0);
  const ends = /^connection: close/im.test(head);
  if (length === small.byteLength && !ends) {
    client.write(smallAnswer);
    return;
  }
  client.write(heading(length, ends));
  let left = length;
  const flow = (): void => {
    while (left > 0) {
      const piece = left < block.byteLength ? block.subarray(0, left) : block;
      left -= piece.byteLength;
      if (!client.write(piece)) {
        client.once('drain', flow);
        return;
      }
    }
    if (ends) client.end();
  };
  flow();
}

const server = createServer({ noDelay: true }, (client) => {
  let waiting = '';
  client.on('error', () => client.destroy());
  client.on('data', (bytes) => {
    const heads = (waiting + bytes.toString('latin1')).split('\r\n\r\n');
    waiting = heads.pop() ?? '';
    for (const head of heads) answer(client, head);
  });
});
server.listen(0, '127.0.0.1', 1024, () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) console.log(address.port);
});
