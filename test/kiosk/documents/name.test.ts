import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentName } from '../../../main/kiosk/documents/name.ts';

test.each([
  ['../../etc/passwd', 'etc passwd'],
  ['.bashrc', 'bashrc'],
  ['a\u202efdp.exe', 'a fdp.exe'],
  ['   ', 'document'],
  ['lettre\n.odt', 'lettre.odt'],
])('called %j is kept as %j', (offered, kept) => {
  expect(documentName(offered)).toBe(kept);
});

test('stays in its folder and within a file system’s limits, whatever it is called', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (offered) => {
      const name = documentName(offered);
      expect(name).not.toMatch(/^\.|[/\\\p{Cc}]/u);
      expect(name).not.toBe('');
      expect(name.length).toBeLessThanOrEqual(120);
    }),
  );
});
