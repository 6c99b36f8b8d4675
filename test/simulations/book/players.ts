import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Stretch } from './histories.ts';
import type { Heard } from './player.ts';

/** Each has a processor and a database of its own. */
const players = 2;

const playerFile = fileURLToPath(new URL('player.ts', import.meta.url));

/** A stretch of histories, played by several at once. `heard` is told now and then how far they are, and returns whether to go on. */
export async function playApart({ from, count, without }: Stretch, heard: (news: Heard) => boolean): Promise<void> {
  const share = Math.ceil(count / players);
  const all = Array.from({ length: players }, async (_, place) => {
    const own = { from: from + place * share, count: Math.min(share, count - place * share), without };
    const child = fork(playerFile, [JSON.stringify(own)], { execArgv: [] });
    child.on('message', (news: Heard) => {
      if (!heard(news)) child.kill();
    });
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    if (code !== 0 && signal === null) throw new Error('a player of histories fell over; its words stand above');
  });
  await Promise.all(all);
}
