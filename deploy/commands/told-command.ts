import { failed, ok, type Result } from '../../contract/problem.ts';

export const usage = `say one of:
  escale lists …                      makes, checks and updates filter lists (escale lists: how)
  escale profiles check …             looks for faults in kiosk profiles, and in what a place says otherwise
  escale kiosk self-test SETTINGS     tries every wall of this workstation, while its kiosk is stopped
  escale central recount SETTINGS     makes every figure again from the stored sheets and compares (--mend: and writes it)
  escale central move --from --to     copies central's database to another one (escale central move: how)`;

/** A program of this repository, by its path, and the words that it gets. */
export type Told = readonly [program: string, ...words: string[]];

/** What the words ask for. Problem `malformed`, with all that may be said, where they ask for nothing that is there. */
export function toldCommand(words: readonly string[]): Result<Told> {
  const [area = '', ...rest] = words;
  if (area === 'lists') return ok(['main/lists/main.ts', ...rest]);
  if (area === 'profiles') return ok(['main/kiosk/profiles/main.ts', ...rest]);
  if (area === 'central') return ok(['central/commands.ts', ...rest]);
  const [verb, settings, ...more] = rest;
  if (area === 'kiosk' && verb === 'self-test' && settings !== undefined && more.length === 0)
    return ok(['main/chromium/main.ts', settings, '--self-test']);
  return failed(
    'malformed',
    words.join(' '),
    words.length === 0 ? usage : `"${words.join(' ')}" is not known; ${usage}`,
  );
}
