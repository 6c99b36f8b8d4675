import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { done, stopped, type Outcome } from '../setup/outcome.mjs';

/** Held while the demonstration runs: two of them over the same data would both write to it. */
export interface Sole {
  release(): Promise<void>;
}

/** Takes the socket at `file`. The kernel forgets a holder that dies, so that no stale lock has to be judged by its age. */
export async function takeSole(file: string, data: string): Promise<Outcome<Sole>> {
  const server = createServer((caller) => caller.destroy());
  if (await listens(server, file)) return done(held(server));
  if (await answers(file))
    return stopped(`a demonstration already runs on ${data}: stop it first, or name another folder in ESCALE_DATA`);
  await rm(file, { force: true });
  if (await listens(server, file)) return done(held(server));
  return stopped(`${file} cannot be opened: remove it, then try again`);
}

const held = (server: Server): Sole => ({
  release: () => new Promise((resolve) => server.close(() => resolve())),
});

const listens = (server: Server, file: string): Promise<boolean> =>
  new Promise((resolve) => {
    const fail = (): void => resolve(false);
    server.once('error', fail).listen(file, () => {
      server.off('error', fail);
      resolve(true);
    });
  });

const answers = (file: string): Promise<boolean> =>
  new Promise((resolve) => {
    const caller = connect(file);
    caller.once('connect', () => {
      caller.destroy();
      resolve(true);
    });
    caller.once('error', () => resolve(false));
  });
