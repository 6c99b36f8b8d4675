import { connect } from 'node:net';
import { done, stopped } from './outcome.mjs';

/**
 * Where the demonstration's kiosk is seen: always in an X server of its own, never on the user's desktop itself.
 * @typedef {'window' | 'fullscreen' | 'virtual'} ScreenKind
 */

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {{ fullscreen: boolean }} wishes
 * @returns {Promise<import('./outcome.mjs').Outcome<ScreenKind>>}
 */
export async function chooseScreen(env, { fullscreen }) {
  const answers = await displayAnswers(env['DISPLAY'] ?? '');
  if (fullscreen && !answers)
    return stopped(
      '--fullscreen needs a graphical session, and DISPLAY names none that answers: start it from a terminal on the desktop, or leave --fullscreen out',
    );
  if (!answers) return done('virtual');
  return done(fullscreen ? 'fullscreen' : 'window');
}

/**
 * A DISPLAY may be left over from a session that has ended: only one that takes a connection counts.
 * @param {string} display `:0`, `unix:0.0`, `localhost:10.0`.
 * @returns {Promise<boolean>}
 */
export function displayAnswers(display) {
  const match = /^(?<host>[^:]*):(?<number>\d+)(\.\d+)?$/.exec(display);
  if (match?.groups === undefined) return Promise.resolve(false);
  const { host = '', number = '' } = match.groups;
  const local = host === '' || host === 'unix';
  const socket = local ? connect(`/tmp/.X11-unix/X${number}`) : connect(6000 + Number(number), host);
  socket.setTimeout(2000);
  return new Promise((resolve) => {
    const end = (/** @type {boolean} */ answers) => {
      socket.destroy();
      resolve(answers);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}
