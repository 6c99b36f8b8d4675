import path from 'node:path';
import { done, stopped } from './outcome.mjs';

/** @typedef {'desk' | 'central' | 'town' | 'watch'} PortName */

/**
 * What the person who types `npm start` wants.
 * @typedef {object} Wishes
 * @property {boolean} watch
 * @property {boolean} fullscreen
 * @property {boolean} requireWalls
 * @property {string} data Absolute.
 * @property {string | null} profile Absolute; null is the demonstration's own.
 * @property {Record<PortName, number>} ports
 */

/** @type {Record<PortName, { variable: string, usual: number }>} */
export const ports = {
  desk: { variable: 'ESCALE_DESK_PORT', usual: 4300 },
  central: { variable: 'ESCALE_CENTRAL_PORT', usual: 4400 },
  town: { variable: 'ESCALE_TOWN_PORT', usual: 4500 },
  watch: { variable: 'ESCALE_WATCH_PORT', usual: 4600 },
};

export const help = `npm start [-- FLAGS]

Sets up what is missing, then runs a demonstration place on this machine: central, desk, one kiosk and a small town site.
Everything listens on loopback only. Ctrl-C ends it.

  --watch        also shows the kiosk's screen in a web browser on this machine (x11vnc and noVNC)
  --fullscreen   the kiosk takes the whole screen instead of a window
  --help         this text

Environment:
  ESCALE_DATA           folder of the demonstration's data (./data)
  ESCALE_PROFILE        a kiosk profile to use instead of the demonstration's
  ESCALE_DESK_PORT      (4300)
  ESCALE_CENTRAL_PORT   (4400)
  ESCALE_TOWN_PORT      (4500)
  ESCALE_WATCH_PORT     (4600, used with --watch)
  ESCALE_REQUIRE_WALLS  1: refuse to run where the machine forbids the browsers' jail and sandbox
`;

const flags = new Set(['--watch', '--fullscreen', '--help']);

/**
 * @param {readonly string[]} words The command line after the program.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} root The project's folder; the data's usual place is below it.
 * @returns {import('./outcome.mjs').Outcome<Wishes | 'help'>}
 */
export function readWishes(words, env, root) {
  const unknown = words.find((word) => !flags.has(word));
  if (unknown !== undefined) return stopped(`"${unknown}" is not a flag; "npm start -- --help" lists them`);
  if (words.includes('--help')) return done('help');
  const chosen = readPorts(env, words.includes('--watch'));
  if (!chosen.ok) return chosen;
  const walls = env['ESCALE_REQUIRE_WALLS'] ?? '';
  if (!['', '0', '1'].includes(walls)) return stopped(`ESCALE_REQUIRE_WALLS is "${walls}": write 1, or leave it out`);
  return done({
    watch: words.includes('--watch'),
    fullscreen: words.includes('--fullscreen'),
    requireWalls: walls === '1',
    data: typedPath(env, 'ESCALE_DATA') ?? path.join(root, 'data'),
    profile: typedPath(env, 'ESCALE_PROFILE'),
    ports: chosen.value,
  });
}

/**
 * npm changes the folder to the project's; a person means the one that they typed in.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} variable
 * @returns {string | null}
 */
function typedPath(env, variable) {
  const typed = env[variable] ?? '';
  return typed === '' ? null : path.resolve(env['INIT_CWD'] ?? process.cwd(), typed);
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} watch
 * @returns {import('./outcome.mjs').Outcome<Record<PortName, number>>}
 */
function readPorts(env, watch) {
  const chosen = { desk: 0, central: 0, town: 0, watch: 0 };
  /** @type {Map<number, string>} */
  const taken = new Map();
  for (const name of /** @type {PortName[]} */ (Object.keys(ports))) {
    const { variable, usual } = ports[name];
    const text = env[variable] ?? '';
    const port = text === '' ? usual : Number(text);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      return stopped(`${variable} is "${text}": write a port number from 1 to 65535, or leave it out for ${usual}`);
    chosen[name] = port;
    if (name === 'watch' && !watch) continue;
    const other = taken.get(port);
    if (other !== undefined) return stopped(`${variable} and ${other} are both ${port}: give each a port of its own`);
    taken.set(port, variable);
  }
  return done(chosen);
}
