import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toldCommand } from '../../deploy/commands/told-command.ts';

test.each([
  ['lists check a.flt --key k.pub', ['main/lists/main.ts', 'check', 'a.flt', '--key', 'k.pub']],
  ['profiles check', ['main/kiosk/profiles/main.ts', 'check']],
  ['central recount c.json --mend', ['central/commands.ts', 'recount', 'c.json', '--mend']],
  ['kiosk self-test /etc/escale/kiosk.json', ['main/chromium/main.ts', '/etc/escale/kiosk.json', '--self-test']],
])('"escale %s" is for a program that is there', (words, told) => {
  const command = toldCommand(words.split(' '));
  expect(command).toEqual({ ok: true, value: told });
  expect(existsSync(new URL(`../../${told[0] ?? ''}`, import.meta.url))).toBe(true);
});

test.each(['list', 'kiosk', 'kiosk self-test', 'kiosk self-test a b', '--help'])(
  '"escale %s" is told what may be said',
  (words) => {
    const command = toldCommand(words.split(' '));
    expect(!command.ok && command.problem.expected).toMatch(/^".*" is not known; say one of:\n/);
  },
);

test('"escale" alone is told what may be said', () => {
  expect(toldCommand([])).toMatchObject({
    ok: false,
    problem: { expected: expect.stringMatching(/^say one of:/) as string },
  });
});
