import {
  autonomies,
  equipmentWords,
  genderWords,
  referralWords,
  statusWords,
  topics,
} from '../../../contract/book/support.ts';
import { ageBands, type Dimension, unknown } from '../../../contract/figures/dimensions.ts';
import { Chance } from '../../../deploy/year/chance.ts';
import { countMonth, type MonthFigures } from '../../../main/desk/figures/count-month.ts';
import type { ToldSupport } from '../../../main/desk/supports/supports.ts';
import { cellOf } from './reading.ts';

/** A month of a place of which the truth is known: whom it helped, and what its desk says of it. */
export interface TrueMonth {
  readonly figures: MonthFigures;
  /** How many people are behind each cell of each table, by the name of the table. */
  readonly cells: ReadonlyMap<string, number>;
}

export interface Room {
  /** What it hides is the same each time. */
  readonly lots: number;
  readonly threshold: number;
  readonly communes: readonly string[];
}

/** What months are made of: a few people, many; all alike, all different; asked and not. */
interface Mood {
  readonly chance: Chance;
  /** How often each question is answered. */
  readonly talkative: Readonly<Record<Question, number>>;
  /** How many answers a person gives at most who may give several. */
  readonly many: number;
  /** From 0, all say the same, to 1, anything is as likely as anything. */
  readonly variety: number;
}

const questions = ['topic', 'equipment', 'autonomy', 'gender', 'age', 'status', 'commune', 'referral'] as const;

type Question = (typeof questions)[number];

/** `name`: of the place and the month. */
export function trueMonth(chance: Chance, { room, name }: { room: Room; name: string }): TrueMonth {
  const asked = chance.of([questions, questions.slice(0, 1), questions.slice(0, 3)]);
  const mood: Mood = {
    chance,
    talkative: Object.fromEntries(
      questions.map((question) => [question, asked.includes(question) ? chance.of([0.1, 0.5, 0.9, 1, 1]) : 0]),
    ) as Mood['talkative'],
    many: chance.of([1, 1, 2, 4]),
    variety: chance.of([0.05, 0.2, 0.5, 1]),
  };
  const people = chance.of([
    ...[0, 1, room.threshold - 1, room.threshold, room.threshold + 1, 2 * room.threshold],
    ...[chance.between(0, 12), chance.between(10, 40), chance.between(30, 150)],
  ]);
  const supports = Array.from({ length: people }, () => support(mood, room.communes)).filter(saysSomething);
  const attendances = chance.of([0, 0, 1, room.threshold - 1, chance.between(3, 30)]);
  const figures = countMonth({
    ...{ supports, attendances, visitors: null, communes: room.communes, threshold: room.threshold },
    lotOf: (cell) => new Chance(room.lots, name, cell).next().toFixed(12),
  });
  return { figures, cells: countedByHand(supports, name) };
}

/** Others are not counted. */
const saysSomething = (support: ToldSupport): boolean =>
  Object.values(support).some((said: unknown) => (Array.isArray(said) ? said.length > 0 : said !== null));

function support(mood: Mood, communes: readonly string[]): ToldSupport {
  const one = (question: Question, values: readonly string[]): string | null =>
    mood.chance.is(mood.talkative[question]) ? drawn(mood, values) : null;
  const several = (question: Question, values: readonly string[]): string[] =>
    mood.chance.is(mood.talkative[question])
      ? [...new Set(Array.from({ length: mood.chance.between(1, mood.many) }, () => drawn(mood, values)))]
      : [];
  return {
    topics: several('topic', topics),
    equipment: several('equipment', equipmentWords),
    autonomy: one('autonomy', autonomies) as ToldSupport['autonomy'],
    gender: one('gender', genderWords) as ToldSupport['gender'],
    age: one('age', ageBands.slice(0, -1)) as ToldSupport['age'],
    status: one('status', statusWords) as ToldSupport['status'],
    commune: one('commune', [...communes, 'elsewhere']),
    referral: one('referral', referralWords) as ToldSupport['referral'],
  };
}

/** The first ones are said most. */
function drawn({ chance, variety }: Mood, values: readonly string[]): string {
  const among = Math.max(1, Math.ceil(values.length * chance.next() ** (1 / variety)));
  return chance.of(values.slice(0, among));
}

/** Apart from the desk's own way of counting. */
function countedByHand(supports: readonly ToldSupport[], name: string): Map<string, number> {
  const cells = new Map<string, number>();
  for (const { topics: said, equipment, ...one } of supports) {
    const all: Partial<Record<Dimension, readonly (string | null)[]>> = {
      topic: said.length === 0 ? [null] : said,
      equipment: equipment.length === 0 ? [null] : equipment,
      ...{ autonomy: [one.autonomy], gender: [one.gender], age: [one.age], status: [one.status] },
      ...{ commune: [one.commune], referral: [one.referral] },
    };
    for (const [dimension, values] of Object.entries(all))
      for (const value of values) {
        const cell = cellOf(`${name} ${dimension}`, value ?? unknown);
        cells.set(cell, (cells.get(cell) ?? 0) + 1);
      }
  }
  return cells;
}
