import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root-owned files of an installed kiosk, read as the programs read them that they are for. */
const folder = fileURLToPath(new URL('../../deploy/kiosk', import.meta.url));

export const setupPath = (name: string): string => join(folder, name);

/** Lines that say something: no comment, no blank. */
export const linesOf = (name: string): readonly string[] =>
  readFileSync(setupPath(name), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

const setting = /^(-?[\w.|-]+)\s*=\s*(.*)$/;

/** `name = value`, as sysctl and systemd have it; a line that is neither that nor a section is a fault of the file. */
export function settingsOf(name: string): ReadonlyMap<string, string> {
  const lines = linesOf(name).filter((line) => !/^\[\w+\]$/.test(line));
  return new Map(
    lines.map((line) => {
      const [, key, value] = setting.exec(line) ?? [];
      if (key === undefined || value === undefined) throw new Error(`${name}: "${line}" is no setting`);
      return [key, value];
    }),
  );
}
