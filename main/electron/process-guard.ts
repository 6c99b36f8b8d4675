import { app } from 'electron';

/** Exit code after an internal failure (sysexits: software). */
export const internalFailure = 70;

/** Where it broke, without the error's text: that may hold an address that a visitor read. */
function place(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frame = (error.stack ?? '').split('\n').find((line) => /^\s+at /.test(line));
  return `${error.name}${frame === undefined ? '' : ` ${frame.trim()}`}`;
}

/** One sentence for whoever started the program, and its end. `app.exit` skips every handler that could object. */
export function giveUp(sentence: string, code: number): void {
  process.stderr.write(`escale: ${sentence}\n`);
  app.exit(code);
}

/**
 * The first thing that either program does. Without these listeners Electron opens a native error box above the kiosk, merely warns of
 * rejections, and prints the address of every page that failed to load on stderr (as a Node warning).
 * https://www.electronjs.org/docs/latest/api/app, lib/browser/init.ts
 */
export function guardProcess(): void {
  const fallen = (error: unknown): void => giveUp(`internal failure, ${place(error)}`, internalFailure);
  process.on('uncaughtException', fallen);
  process.on('unhandledRejection', fallen);
  process.removeAllListeners('warning');
  process.on('warning', (warning) => process.stderr.write(`escale: warning ${warning.name}\n`));
}
