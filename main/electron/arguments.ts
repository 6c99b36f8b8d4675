import { failed, ok, type Result } from '../../contract/problem.ts';

/** Which of the two programs this process is. `sandbox` is false where the command line holds `--no-sandbox` (a demonstration's last resort). */
export type Start =
  | { readonly role: 'kiosk'; readonly settings: string; readonly sandbox: boolean }
  | { readonly role: 'visitor'; readonly proxyPort: number; readonly folder: string; readonly sandbox: boolean };

/** Exit code for a command line that is not ours (sysexits: configuration). */
export const foreignArguments = 78;

const noSandbox = '--no-sandbox';

/** What the kiosk starts the visitor's process with. `--user-data-dir` is read by Chromium before any JavaScript runs. */
export const visitorArguments = (start: Omit<Extract<Start, { role: 'visitor' }>, 'role'>): readonly string[] => [
  '--visitor',
  `--proxy-port=${start.proxyPort}`,
  `--user-data-dir=${start.folder}`,
  ...(start.sandbox ? [] : [noSandbox]),
];

function readVisitor(words: readonly string[], sandbox: boolean): Result<Start> {
  const found = /^--visitor --proxy-port=(\d{1,5}) --user-data-dir=(\/\S+)$/.exec(words.join(' '));
  const [, port, folder] = found ?? [];
  if (words.length === 3 && folder !== undefined && Number(port) <= 65_535)
    return ok({ role: 'visitor', proxyPort: Number(port), folder, sandbox });
  const expected = '--visitor --proxy-port=PORT --user-data-dir=FOLDER, in this order and nothing else';
  return failed('malformed', 'command line', expected);
}

/**
 * Reads the words after the executable (and after the app's path, where Electron is not packaged).
 *
 * Chromium reads the same words: `--remote-debugging-port`, `--proxy-server`, `--host-resolver-rules` and many more would take effect. So
 * everything that is not ours is refused, instead of a list of what is known to be dangerous.
 */
export function readArguments(words: readonly string[]): Result<Start> {
  const known = words.filter((word) => word !== noSandbox);
  const sandbox = known.length === words.length;
  if (known[0]?.startsWith('-') === true) return readVisitor(known, sandbox);
  const [settings, ...more] = known;
  if (settings === undefined || more.length > 0)
    return failed('malformed', 'command line', 'the path of one settings file and nothing else');
  return ok({ role: 'kiosk', settings, sandbox });
}
