import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WorkstationCard } from '../../contract/desk-routes.ts';
import { phases, triedWalls } from '../../contract/session.ts';
import type { ProblemCode } from '../../contract/problem.ts';
import { traceKinds, tracesIn, tracesProblem } from '../../contract/traces.ts';
import { wallsIn, wallsProblem } from '../../contract/walls.ts';
import { cardActions, cardFace } from '../../renderer/desk/card-face.ts';
import { deskWords } from '../../renderer/desk/desk-words.ts';
import { listFace } from '../../renderer/desk/list-face.ts';
import { leftText } from '../../renderer/desk/time-words.ts';
import en from '../../renderer/words/desk.en.json' with { type: 'json' };
import fr from '../../renderer/words/desk.fr.json' with { type: 'json' };

const words: readonly Readonly<Record<string, string>>[] = [fr, en];

const now = Date.parse('2026-11-24T13:05:00Z');

const card = (changes: Partial<WorkstationCard> = {}): WorkstationCard => ({
  id: '11111111-1111-4111-8111-111111111111',
  name: 'Poste 1',
  phase: 'active',
  session: '22222222-2222-4222-8222-222222222222',
  startedAt: '2026-11-24T13:00:00.000Z',
  endsAt: '2026-11-24T13:30:00.000Z',
  helpCalled: false,
  helpCalledAt: null,
  since: '2026-11-24T13:00:00.000Z',
  missingWalls: [],
  check: null,
  list: null,
  problem: null,
  wishes: [],
  ...changes,
});

describe('a workstation’s card', () => {
  test('counts down what is left, as time and as a share of the whole', () => {
    expect(cardFace(card(), now)).toMatchObject({
      tone: 'busy',
      word: 'state.active',
      leftMs: 25 * 60_000,
    });
    expect(cardFace(card(), now).share).toBeCloseTo(25 / 30);
  });

  test('says in the last five minutes that the session ends soon', () => {
    const late = Date.parse('2026-11-24T13:25:00Z');
    expect(cardFace(card(), late - 1).word).toBe('state.active');
    expect(cardFace(card(), late)).toMatchObject({ tone: 'soon', word: 'state.soon' });
  });

  test('that calls for help says so before anything else', () => {
    expect(cardFace(card({ helpCalled: true }), now)).toMatchObject({ tone: 'stop', icon: 'help', word: 'state.help' });
  });

  test('never shows less than nothing, and no share of an unknown whole', () => {
    const over = Date.parse('2026-11-24T14:00:00Z');
    expect(cardFace(card(), over)).toMatchObject({ leftMs: 0, share: 0 });
    expect(cardFace(card({ startedAt: null }), now).share).toBeNull();
  });

  test('says in words which walls do not answer, and has them tried again', () => {
    const check = { at: '2026-11-24T13:05:00.000Z', standing: [], fallen: ['keys' as const] };
    const fallen = card({ phase: 'out-of-service', session: null, problem: wallsProblem(['keys', 'jail']), check });
    expect(cardFace(fallen, now)).toMatchObject({ tone: 'stop', big: 'big.walls', small: 'small.walls' });
    expect(wallsIn(fallen.problem)).toEqual(['keys', 'jail']);
    expect(cardActions(fallen)).toEqual(['check', 'close']);
    expect(cardActions(card({ phase: 'free', session: null, check }))).toEqual(['start', 'check', 'close']);
    for (const known of words) for (const wall of triedWalls) expect(known).toHaveProperty([`wall.${wall}`]);
  });

  test('offers no trial of a kiosk that has none', () => {
    expect(cardActions(card({ phase: 'free', session: null }))).toEqual(['start', 'close']);
  });

  test('says in words what a wipe left, and asks that somebody has seen it', () => {
    const left = card({ phase: 'out-of-service', session: null, problem: tracesProblem(['file', 'a kind to come']) });
    expect(cardFace(left, now)).toMatchObject({ tone: 'stop', big: 'big.traces', small: 'small.traces' });
    expect(cardActions(left)).toEqual(['seen', 'close']);
    expect(tracesIn(left.problem)).toEqual(['file', 'unchecked']);
    const broken = card({ phase: 'out-of-service', problem: { code: 'internal', where: 'lock', expected: 'one' } });
    expect(cardFace(broken, now).small).toBe('small.out-of-service');
    expect(cardActions(broken)).toEqual(['close']);
  });

  test.each(traceKinds)('has words in both languages for what is left: %s', (kind) => {
    for (const catalogue of words) expect(catalogue[`trace.${kind}`]).toMatch(/\S/);
  });

  test.each([...phases, 'silent' as const])('in phase %s has words in both languages', (phase) => {
    const face = cardFace(card({ phase }), now);
    for (const word of [face.word, face.big, face.small]) {
      for (const catalogue of words) expect(catalogue[word]).toMatch(/\S/);
    }
  });

  test.each([...phases, 'silent' as const])('in phase %s offers to end only a session that runs', (phase) => {
    expect(cardActions(card({ phase })).includes('end')).toBe(phase === 'active' || phase === 'paused');
  });
});

describe('a filter list', () => {
  const inUse = { version: 3, date: '2026-11-20T04:00:00.000Z', names: 5_800_000, digest: '0'.repeat(64) };
  const refused = (code: ProblemCode) => ({
    at: '2026-11-24T13:00:00.000Z',
    problem: { code, where: 'list.flt', expected: 'another' },
  });

  test('is named, and nothing more, while all is well', () => {
    expect(listFace({ inUse, refused: null }, now)).toEqual({ word: 'list.in-use', refused: null, old: false });
    expect(listFace({ inUse: null, refused: null }, now).word).toBe('list.none');
    expect(deskWords().say('list.in-use', { ...inUse, date: new Date(inUse.date) })).toMatch(
      /^Liste de filtrage n° 3, du 20 nov\. 2026\u00a0: 5\s800\s000 adresses$/,
    );
  });

  test('is too old after thirty days', () => {
    const date = (days: number) => new Date(now - days * 86_400_000).toISOString();
    expect(listFace({ inUse: { ...inUse, date: date(29) }, refused: null }, now).old).toBe(false);
    expect(listFace({ inUse: { ...inUse, date: date(31) }, refused: null }, now).old).toBe(true);
  });

  test.each([
    ['malformed', 'list.why.damaged'],
    ['signature-wrong', 'list.why.signature'],
    ['list-older', 'list.why.older'],
    ['list-shrunk', 'list.why.shrunk'],
    ['list-blocks', 'list.why.blocks'],
    ['not-found', 'list.why.unread'],
  ] as const)('that was refused (%s) says why in words', (code, word) => {
    expect(listFace({ inUse, refused: refused(code) }, now).refused).toBe(word);
  });
});

test.each([
  [1, '1 s'],
  [59_000, '59 s'],
  [59_001, '1 min'],
  [48 * 60_000, '48 min'],
  [59 * 60_000 + 1, '1 h 00'],
  [70 * 60_000, '1 h 10'],
])('%s ms read as %s', (leftMs, expected) => {
  expect(leftText(leftMs, deskWords()).replaceAll('\u00a0', ' ')).toBe(expected);
});

test('time that is left never reads as none', () => {
  const words = deskWords();
  fc.assert(fc.property(fc.integer({ min: 1, max: 86_400_000 }), (leftMs) => !/^0/.test(leftText(leftMs, words))));
});

test('both languages have the same words, with the same values in them', () => {
  const valuesIn = (text: string): string[] =>
    [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(([, name = '']) => name))].sort();
  expect(Object.keys(en)).toEqual(Object.keys(fr));
  for (const key of Object.keys(fr) as (keyof typeof fr)[])
    expect([key, valuesIn(en[key])]).toEqual([key, valuesIn(fr[key])]);
});
