import { dayText, lastMinuteBefore, minutesText, timeText } from './slip-times.ts';
import { say, wordFor } from './slip-words.ts';
import type { Slip, SlipLanguage } from './slip.ts';

/** A line of a slip, and what it is: paper gives each its size, a plain text gives each its line. */
export interface SlipPart {
  readonly role: 'place' | 'title' | 'main' | 'text' | 'code' | 'spoken' | 'small';
  readonly text: string;
}

/** The whole slip in the order in which it is read. */
export function slipParts(slip: Slip): SlipPart[] {
  const { language, minutes, workstationName, validUntil, helpLine } = slip;
  const until = validUntil === null ? null : lastMinuteBefore(validUntil);
  return [
    { role: 'place', text: slip.placeName },
    { role: 'title', text: say(language, `title.${slip.kind}`) },
    ...linesOf('main', ...whenTexts(slip)),
    ...linesOf('main', minutes === null ? null : minutesText(minutes, slip)),
    ...linesOf('main', workstationName === null ? null : say(language, 'workstation', { name: workstationName })),
    ...linesOf('text', say(language, `lead.${slip.kind}`)),
    { role: 'code', text: slip.code },
    ...linesOf('spoken', ...spokenForm(slip.code, language)),
    ...linesOf(
      'text',
      until === null ? null : say(language, 'until', { time: timeText(until, slip), day: dayText(until, slip) }),
      helpLine === null ? null : say(language, 'help', { help: helpLine }),
    ),
    ...linesOf('small', say(language, 'erased')),
  ];
}

const linesOf = (role: SlipPart['role'], ...texts: readonly (string | null)[]): SlipPart[] =>
  texts.filter((text) => text !== null).map((text) => ({ role, text }));

function whenTexts(slip: Slip): string[] {
  if (slip.when === null) return [];
  const { startsAt, endsAt } = slip.when;
  const [day, lastDay] = [dayText(startsAt, slip), dayText(lastMinuteBefore(endsAt), slip)];
  const [from, to] = [timeText(startsAt, slip), timeText(endsAt, slip)];
  return day === lastDay
    ? [day, say(slip.language, 'when.hours', { from, to })]
    : [say(slip.language, 'when.across', { from, day, to, lastDay: dayText(endsAt, slip) })];
}

/** As one reads a code out over the telephone, a line for each of its halves: `K comme Kléber, 7, M comme Marcel`. */
function spokenForm(code: string, language: SlipLanguage): string[] {
  return code.split('-').map((half) => half.replaceAll(/./gu, (sign) => `${spoken(sign, language)}, `).slice(0, -2));
}

function spoken(letter: string, language: SlipLanguage): string {
  const word = wordFor(language, letter);
  return word === null ? letter : say(language, 'spoken.letter', { letter, word }).replaceAll(' ', '\u00a0');
}
