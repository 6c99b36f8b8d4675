import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  /** Something was asked on it since the answer is to be lost. */
  asked: boolean;
}

type State = 'open' | 'cut' | 'hung';

/** A cable between two programs that a test can pull. What is asked and answered on it passes as it is. */
export class FaultLine {
  readonly #port: number;
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #state: State = 'open';
  /** The state after an answer was lost, and who waits for that; null = answers pass. */
  #losing: { readonly then: State; readonly lost: () => void } | null = null;

  private constructor(port: number) {
    this.#port = port;
    this.#server = createServer((near) => this.#accept(near));
  }

  /** To whatever listens on that port of this machine, now or later. Gone when the test is over. */
  static async to(address: string): Promise<FaultLine> {
    const line = new FaultLine(Number(new URL(address).port));
    line.#server.listen(0, '127.0.0.1');
    await once(line.#server, 'listening');
    onTestFinished(() => {
      line.#drop();
      line.#server.close();
    });
    return line;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Whoever talks notices at once, and whoever calls is turned away. */
  cut(): void {
    this.#state = 'cut';
    this.#drop();
  }

  /** As a cable that was pulled from a switch: nobody notices anything, and nothing passes. */
  hang(): void {
    this.#state = 'hung';
    for (const { near, far } of this.#pairs) for (const end of [near, far]) end.pause();
  }

  mend(): void {
    // What was in the cable when it was pulled is lost, and both ends have to find out.
    if (this.#state === 'hung') this.#drop();
    this.#state = 'open';
  }

  /** Lets the next thing that is asked through, and loses the answer to it with the whole line. Resolves then. */
  loseAnswer(then: 'open' | 'cut'): Promise<void> {
    for (const pair of this.#pairs) pair.asked = false;
    return new Promise((lost) => (this.#losing = { then, lost }));
  }

  #accept(near: Socket): void {
    if (this.#state === 'cut') {
      near.resetAndDestroy();
      return;
    }
    const far = connect(this.#port, '127.0.0.1');
    const pair: Pair = { near, far, asked: false };
    this.#pairs.add(pair);
    near.on('data', (bytes) => {
      pair.asked = true;
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (this.#losing !== null && pair.asked) this.#lose(this.#losing);
      else near.write(bytes);
    });
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      end.on('error', () => other.destroy());
      end.on('close', () => {
        this.#pairs.delete(pair);
        other.destroy();
      });
    }
    if (this.#state === 'hung') for (const end of [near, far]) end.pause();
  }

  #lose({ then, lost }: { readonly then: State; readonly lost: () => void }): void {
    this.#losing = null;
    this.#state = then;
    this.#drop();
    lost();
  }

  #drop(): void {
    for (const { near, far } of this.#pairs) {
      near.resetAndDestroy();
      far.destroy();
    }
    this.#pairs.clear();
  }
}
