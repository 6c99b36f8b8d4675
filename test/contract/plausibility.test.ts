import { expect, test } from 'vitest';
import type { Counts } from '../../contract/figures/counts.ts';
import { doubtsAbout, type Doubtable } from '../../contract/figures/plausibility.ts';

const now = new Date('2026-11-12T12:00:00.000Z');
const one = '3f0d8f3a-6b0a-4c39-9f6e-0c7c2a8f1d11';

const sound: Counts = {
  'open-minutes': 480,
  offered: 480,
  [`offered/workstation/${one}`]: 480,
  occupied: 480,
  sessions: 12,
  'sessions/access/ticket': 12,
  [`sessions/workstation/${one}`]: 12,
  'a-measure-to-come': 1,
  'a-measure-to-come/by/several': 2,
};

const rulesOf = (changes: Partial<Doubtable>): string[] =>
  doubtsAbout({ kind: 'day', period: '2026-11-12', counts: sound, knowsOffered: true, ...changes }, now).map(
    ({ rule, where }) => `${rule} ${where}`,
  );

test('a day that can be raises no doubt', () => {
  expect(rulesOf({})).toEqual([]);
  expect(rulesOf({ counts: {} })).toEqual([]);
});

test.each<[string, Partial<Doubtable>, string[]]>([
  ['the day that has begun in the east', { period: '2026-11-13' }, []],
  ['a day that has begun nowhere', { period: '2026-11-14' }, ['future 2026-11-14']],
  ['the month that runs', { kind: 'month', period: '2026-11', counts: {} }, ['future 2026-11']],
  ['the month that is over', { kind: 'month', period: '2026-10', counts: {} }, []],
  ['more in use than offered', { counts: { ...sound, occupied: 481 } }, ['part-over-whole occupied']],
  ['more supervised than offered', { counts: { ...sound, supervised: 481 } }, ['part-over-whole supervised']],
  [
    'no word of what was offered, from the first version',
    { counts: { occupied: 90, [`occupied/workstation/${one}`]: 90 }, knowsOffered: false },
    [],
  ],
  [
    'more than a day on one workstation',
    { counts: { ...sound, offered: 1501, [`offered/workstation/${one}`]: 1501 } },
    ['minutes-over-day offered', `minutes-over-day offered/workstation/${one}`],
  ],
  ['a day of more than 25 hours', { counts: { ...sound, 'open-minutes': 1501 } }, ['minutes-over-day open-minutes']],
  [
    'more than 400 sessions on one workstation',
    { counts: { [`sessions/workstation/${one}`]: 401, sessions: 401 }, knowsOffered: false },
    [`sessions-over-workstation sessions/workstation/${one}`],
  ],
  [
    'more sessions than minutes',
    { counts: { offered: 9, [`offered/workstation/${one}`]: 9, sessions: 11, [`sessions/workstation/${one}`]: 11 } },
    [`sessions-over-workstation sessions/workstation/${one}`],
  ],
  [
    'a table that comes to more than its measure',
    { counts: { ...sound, 'sessions/access/booking': 1 } },
    ['table-over-measure sessions/access'],
  ],
  [
    'a value of a table with several each that comes to more than its measure',
    { kind: 'month', period: '2026-10', counts: { supports: 2, 'supports/topic/email': 2, 'supports/topic/sante': 3 } },
    ['table-over-measure supports/topic/sante'],
  ],
  [
    'a table with several each that only comes to more together',
    { kind: 'month', period: '2026-10', counts: { supports: 2, 'supports/topic/email': 2, 'supports/topic/sante': 2 } },
    [],
  ],
  ['what months count', { counts: { supports: 1 } }, ['wrong-sheet supports']],
  ['what days count', { kind: 'month', period: '2026-10', counts: { tickets: 1 } }, ['wrong-sheet tickets']],
])('%s', (_what, changes, rules) => {
  expect(rulesOf(changes)).toEqual(rules);
});
