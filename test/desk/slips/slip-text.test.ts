import { describe, expect, test } from 'vitest';
import { codeAlphabet } from '../../../contract/ticket-code.ts';
import { slipText } from '../../../main/desk/slips/slip-text.ts';
import { wordFor } from '../../../main/desk/slips/slip-words.ts';
import { exampleSlip } from './example-slip.ts';

const bare = { when: null, minutes: null, workstationName: null, validUntil: null, helpLine: null } as const;

/** With `_` for every space that no line break parts. */
const shown = (text: string): string[] => text.replaceAll('\u00a0', '_').split('\n');

describe('a slip as text', () => {
  test('says everything, in French with French spaces', () => {
    expect(shown(slipText(exampleSlip))).toEqual([
      'Médiathèque Œuvre & Cœur',
      'Votre réservation',
      'mardi 1er_décembre 2026',
      'de 14_h_05 à 15_h_05',
      '60_minutes',
      'Votre poste_: Poste 3',
      'Tapez ce code sur votre poste, à l’heure dite.',
      'K7M-4QX',
      'K_comme_Kléber, 7, M_comme_Marcel',
      '4, Q_comme_Quintal, X_comme_Xavier',
      'À commencer au plus tard à 14_h_19, mardi 1er_décembre 2026.',
      'Besoin d’aide_? 01 23 45 67 89',
      'À la fin, tout est effacé du poste.',
      '',
    ]);
  });

  test('says the same in English', () => {
    expect(shown(slipText({ ...exampleSlip, language: 'en', kind: 'ticket' }))).toEqual([
      'Médiathèque Œuvre & Cœur',
      'Session ticket',
      'Tuesday 1_December 2026',
      'from 14:05 to 15:05',
      '60_minutes',
      'Your workstation: Poste 3',
      'Type this code on a free workstation.',
      'K7M-4QX',
      'K_for_Kilo, 7, M_for_Mike',
      '4, Q_for_Quebec, X_for_X-ray',
      'To be started by 14:19, Tuesday 1_December 2026.',
      'Need help? 01 23 45 67 89',
      'At the end everything is erased from the workstation.',
      '',
    ]);
  });

  test('leaves out what it does not know', () => {
    expect(shown(slipText({ ...exampleSlip, ...bare, kind: 'queue' }))).toEqual([
      'Médiathèque Œuvre & Cœur',
      'Votre place dans la file',
      'Gardez ce code_: vous le taperez quand vous serez appelé.',
      'K7M-4QX',
      'K_comme_Kléber, 7, M_comme_Marcel',
      '4, Q_comme_Quintal, X_comme_Xavier',
      'À la fin, tout est effacé du poste.',
      '',
    ]);
  });

  test('stands on the clock of the place, in winter and in summer', () => {
    const when = { startsAt: Date.parse('2026-07-01T07:00:00Z'), endsAt: Date.parse('2026-07-01T08:30:00Z') };
    expect(shown(slipText({ ...exampleSlip, when }))).toContain('de 9_h_00 à 10_h_30');
    expect(shown(slipText({ ...exampleSlip, when, zone: 'America/Guadeloupe' }))).toContain('de 3_h_00 à 4_h_30');
  });

  test('that ends at midnight ends on its day, and one that goes on names both', () => {
    const startsAt = Date.parse('2026-12-01T21:00:00Z');
    const until = (endsAt: string): string[] =>
      shown(slipText({ ...exampleSlip, when: { startsAt, endsAt: Date.parse(endsAt) } }));
    expect(until('2026-12-01T23:00:00Z')).toContain('de 22_h_00 à 0_h_00');
    expect(until('2026-12-02T00:00:00Z')).toContain(
      'de 22_h_00, mardi 1er_décembre 2026, à 1_h_00, mercredi 2_décembre 2026',
    );
  });

  test('is valid up to the last minute that counts', () => {
    const validUntil = Date.parse('2026-12-01T23:00:00Z');
    expect(shown(slipText({ ...exampleSlip, validUntil }))).toContain(
      'À commencer au plus tard à 23_h_59, mardi 1er_décembre 2026.',
    );
  });

  test('says one minute of one minute', () => {
    expect(shown(slipText({ ...exampleSlip, minutes: 1 }))).toContain('1_minute');
  });
});

test.each(['fr', 'en'] as const)('every letter of a code has a word that begins with it (%s)', (language) => {
  const letters = codeAlphabet.replaceAll(/\d/g, '');
  expect(letters.length).toBeGreaterThan(15);
  for (const letter of letters) expect(wordFor(language, letter)?.slice(0, 1)).toBe(letter);
  expect(wordFor(language, '7')).toBeNull();
});
