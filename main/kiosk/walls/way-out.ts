import { once } from 'node:events';
import { type IncomingMessage, request, type RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import { homeAddress, type BrowsingPolicy } from '../browsing/decide.ts';

/**
 * The only way out of a visitor's browser, tried as a browser would use it: a Unix socket with the kiosk's proxy behind it. What the rules of
 * the most open profile refuse must be refused there too; a name that resolves to a private address is not tried, since there may be no network.
 */

/** Everything that a profile can open is open; what is refused still is refused for everybody. */
export const mostOpen: BrowsingPolicy = {
  browsing: { mode: 'open' },
  refusedSites: [],
  localServices: [],
  downloads: 'allow',
  maxTabs: 1,
};

/** Loopback, the place's own network, a cloud's metadata, and services that are no web pages. */
const forbidden: readonly RequestOptions[] = [
  { path: 'http://127.0.0.1/' },
  { path: 'http://localhost:8080/' },
  { path: 'http://[::1]/' },
  { path: 'http://0x7f000001/' },
  { path: 'http://192.168.1.1/' },
  { path: 'http://169.254.169.254/' },
  { method: 'CONNECT', path: '127.0.0.1:443' },
  { method: 'CONNECT', path: '10.0.0.1:443' },
  { method: 'CONNECT', path: '[::1]:443' },
  { method: 'CONNECT', path: 'example.org:22' },
  { path: 'http://example.org:25/' },
];

const limitMs = 2_000;
const refusedStatus = 403;
const unreadableStatus = 400;

/** The status of the proxy's answer; rejects when there is none. */
async function statusOf(socketPath: string, options: RequestOptions): Promise<number> {
  const asked = request({ socketPath, agent: false, timeout: limitMs, ...options });
  asked.once('timeout', () => asked.destroy(new Error(`the proxy did not answer within ${limitMs} ms`)));
  // A tunnel's answer comes in its own event, whether it was opened or not.
  const answered = Promise.race([once(asked, 'response'), once(asked, 'connect')]);
  asked.end();
  const [answer, socket] = (await answered) as [IncomingMessage, Socket?];
  answer.resume();
  socket?.destroy();
  return answer.statusCode ?? 0;
}

const seen = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Null: it answers, gives the kiosk's own page and refuses what it must; else what was seen. Only under `mostOpen` it proves anything. */
export async function wayOutFault(socketPath: string): Promise<string | null> {
  try {
    const home = await statusOf(socketPath, { path: homeAddress });
    if (home !== 200) return `the proxy answers ${home} to the kiosk’s own page`;
    const statuses = await Promise.all(forbidden.map((options) => statusOf(socketPath, options)));
    const open = forbidden.filter((_, index) => statuses[index] !== refusedStatus);
    return open.length === 0 ? null : `the proxy lets through ${open.map(({ path }) => path).join(', ')}`;
  } catch (error) {
    return `the proxy does not answer (${seen(error)})`;
  }
}

/** Null: the proxy answers. What it is asked is no address, so that nothing is let through, refused or counted. */
export async function silenceFault(socketPath: string): Promise<string | null> {
  try {
    const status = await statusOf(socketPath, { path: '/' });
    return status === unreadableStatus ? null : `the proxy answers ${status} to what is no address`;
  } catch (error) {
    return `the proxy does not answer (${seen(error)})`;
  }
}
