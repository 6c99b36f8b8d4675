import { Temporal } from 'temporal-polyfill';
import type { Fault } from './import-problem.ts';
import { plain } from './plain-words.ts';

/** What one cell says: a value, or what is wrong with it. Texts come trimmed. */
export type Cell<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: Fault };

type Read<Value> = (text: string) => Cell<Value>;

const is = <Value>(value: Value): Cell<Value> => ({ ok: true, value });

const isNot = (fault: Fault): Cell<never> => ({ ok: false, fault });

/** Where nothing may stand; `read` judges the rest. */
export const optional =
  <Value, Nothing>(nothing: Nothing, read: Read<Value>): Read<Value | Nothing> =>
  (text) =>
    text === '' ? is(nothing) : read(text);

export const needed =
  <Value>(read: Read<Value>): Read<Value> =>
  (text) =>
    text === '' ? isNot({ rule: 'required' }) : read(text);

/** A text of one line; spaces and line breaks within become one space. */
export const shortText = (most: number): Read<string> => {
  const long = longText(most);
  return (text) => long(text.replaceAll(/\s+/gu, ' '));
};

export const longText =
  (most: number): Read<string> =>
  (text) => {
    if (/[\p{Cc}\p{Cs}]/u.test(text.replaceAll(/[\n\t]/g, ' '))) return isNot({ rule: 'unprintable' });
    return text.length > most ? isNot({ rule: 'too-long', accepted: [String(most)] }) : is(text);
  };

export const wholeNumber =
  (least: number, most: number): Read<number> =>
  (text) => {
    const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? is(value) : isNot({ rule: 'whole', accepted: [`${least}–${most}`] });
  };

const written = /^(?:(?<year>20\d\d)-(?<month>\d\d)-(?<day>\d\d)|(?<day>\d\d?)\/(?<month>\d\d?)\/(?<year>20\d\d))$/;

/** `2026-12-01`, or as the French write it: `01/12/2026`. */
export const date: Read<Temporal.PlainDate> = (text) => {
  const { year, month, day } = written.exec(text)?.groups ?? {};
  try {
    return is(
      Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: Number(day) }, { overflow: 'reject' }),
    );
  } catch {
    // Not a form that is known, or the 31st of a shorter month: Temporal tells it in no other way.
    return isNot({ rule: 'date' });
  }
};

const clock = /^(\d{1,2})(?:\s*h\s*(\d{2})?|\s*:\s*(\d{2}))$/i;

/** `14:00`, `14h`, `14 h 30`; the result is `14:00`. `24:00` only where a day may end. */
const timeUpTo =
  (latest: string): Read<string> =>
  (text) => {
    const [, hour = '', ofFrench, ofColon] = clock.exec(text) ?? [];
    const minute = ofFrench ?? ofColon ?? '00';
    const time = `${hour.padStart(2, '0')}:${minute}`;
    return hour !== '' && minute < '60' && time <= latest ? is(time) : isNot({ rule: 'time' });
  };

export const time = timeUpTo('23:59');

export const endTime = timeUpTo('24:00');

const yes = ['oui', 'o', 'x', 'vrai', '1'];
const no = ['non', 'n', 'faux', '0'];

export const yesOrNo: Read<boolean> = (text) => {
  if (yes.includes(plain(text))) return is(true);
  return no.includes(plain(text)) ? is(false) : isNot({ rule: 'yes-no', accepted: ['oui', 'non', 'x'] });
};

const weekdays = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];

/** By name, by its first three letters, or by number; 1 is Monday. */
export const weekday: Read<number> = (text) => {
  const said = plain(text).replace(/\.$/, '');
  const found = weekdays.findIndex(
    (name, index) => said === name || said === name.slice(0, 3) || said === String(index + 1),
  );
  return found < 0 ? isNot({ rule: 'weekday', accepted: weekdays }) : is(found + 1);
};

export interface NamedWorkstation {
  readonly id: string;
  readonly name: string;
}

/** Workstations by name (ids, each once), or just how many. */
export type WantedWorkstations =
  { readonly kind: 'named'; readonly ids: readonly string[] } | { readonly kind: 'count'; readonly count: number };

/** `Poste 1 | Poste 2`, or `6`; a workstation that is called "6" comes before the number. */
export const workstationsAmong =
  (workstations: readonly NamedWorkstation[]): Read<WantedWorkstations> =>
  (text) => {
    const names = text.split('|').map((name) => name.trim());
    const ids = names.map((name) => idOf(name, workstations));
    if (ids.every((id) => id !== null)) return is({ kind: 'named', ids: [...new Set(ids)] });
    if (/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= workstations.length)
      return is({ kind: 'count', count: Number(text) });
    const unknown = names.filter((_, index) => ids[index] === null).map((name) => name || '(rien)');
    return isNot({
      rule: 'workstations',
      accepted: workstations.map(({ name }) => name),
      found: unknown.join(' | '),
    });
  };

function idOf(name: string, workstations: readonly NamedWorkstation[]): string | null {
  const exact = workstations.find((one) => one.name === name);
  const found = exact ?? workstations.find((one) => plain(one.name) === plain(name));
  return found?.id ?? null;
}
