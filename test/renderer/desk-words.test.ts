import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { explainedRefusalSchema } from '../../contract/desk-routes.ts';
import { reasons } from '../../contract/reasons.ts';
import { walls } from '../../contract/session.ts';
import { traceKinds } from '../../contract/traces.ts';
import { deskLanguages, deskWords } from '../../renderer/desk/desk-words.ts';
import en from '../../renderer/words/desk.en.json' with { type: 'json' };
import { bookingRulesSchema } from '../../contract/book/booking-rules.ts';
import { bookingRules, knownFeatures, purposes } from '../../contract/book/entries.ts';
import bookEn from '../../renderer/words/desk-book.en.json' with { type: 'json' };
import bookFr from '../../renderer/words/desk-book.fr.json' with { type: 'json' };
import hoursEn from '../../renderer/words/desk-hours.en.json' with { type: 'json' };
import hoursFr from '../../renderer/words/desk-hours.fr.json' with { type: 'json' };
import { holidayNames, territories } from '../../contract/calendar/holidays.ts';
import dimensionsEn from '../../renderer/words/dimensions.en.json' with { type: 'json' };
import dimensionsFr from '../../renderer/words/dimensions.fr.json' with { type: 'json' };
import { dimensions } from '../../contract/figures/dimensions.ts';
import { supportQuestions } from '../../contract/book/support.ts';
import fr from '../../renderer/words/desk.fr.json' with { type: 'json' };
import reasonsEn from '../../renderer/words/desk-reasons.en.json' with { type: 'json' };
import workshopsEn from '../../renderer/words/desk-workshops.en.json' with { type: 'json' };
import workshopsFr from '../../renderer/words/desk-workshops.fr.json' with { type: 'json' };
import reasonsFr from '../../renderer/words/desk-reasons.fr.json' with { type: 'json' };

const folder = fileURLToPath(new URL('../../renderer/desk', import.meta.url));
const sources = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((file) => file.isFile())
  .map(({ parentPath, name }) => readFileSync(`${parentPath}/${name}`, 'utf8'))
  .concat(readFileSync(`${folder}/../words/wait-text.ts`, 'utf8'))
  .join('\n');

/** Words that are put together where they are used: `card.${action}`. */
const built = [
  /^card\.(start|extend|release|end|close|reopen|seen|check)(\.name)?$/,
  new RegExp(`^trace\\.(${traceKinds.join('|')})$`),
  new RegExp(`^wall\\.(${walls.join('|')})$`),
  /^category\.[a-z_-]+$/,
  new RegExp(`^(${Object.keys(dimensions).join('|')})\\.[a-z0-9_-]+$`),
  new RegExp(`^support\\.(${supportQuestions.join('|')})$`),
  /^title\.(day|week|queue|workshops|settings)$/,
  /^undo\.(made|closed|moved|cancelled|excused|counted)$/,
  /^entry\.cancel\.(booking|workshop|closure|maintenance)$/,
  new RegExp(`^broken\\.(${bookingRules.join('|')})$`),
  new RegExp(`^holiday\\.(${holidayNames.join('|')})$`),
  new RegExp(`^territory\\.(${territories.join('|')})$`),
  new RegExp(`^purpose\\.(${purposes.join('|')})$`),
  /^coming\.(workshop|closure|maintenance)$/,
  /^roster\.(present|absent)(\.name)?$/,
  new RegExp(`^feature\\.(${knownFeatures.join('|')})$`),
  new RegExp(`^rules\\.(${Object.keys(bookingRulesSchema.shape).join('|')})$`),
  /^settings\.hours\.(from|to|remove|add|copy)\.name$/,
];

/** The names in braces, and those that choose a plural. */
const valuesIn = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(([, name = '']) => name))].sort();

describe('the words of the desk', () => {
  it('are the same ones in both languages', () => {
    expect(Object.keys(en)).toEqual(Object.keys(fr));
    expect(Object.keys(reasonsEn)).toEqual(Object.keys(reasonsFr));
    expect(Object.keys(workshopsEn)).toEqual(Object.keys(workshopsFr));
    expect(Object.keys(bookEn)).toEqual(Object.keys(bookFr));
    expect(Object.keys(hoursEn)).toEqual(Object.keys(hoursFr));
    expect(Object.keys(dimensionsEn)).toEqual(Object.keys(dimensionsFr));
  });

  it('take the same values in both languages', () => {
    for (const key of Object.keys(workshopsFr) as (keyof typeof workshopsFr)[])
      expect([key, valuesIn(workshopsEn[key])]).toEqual([key, valuesIn(workshopsFr[key])]);
    for (const key of Object.keys(bookFr) as (keyof typeof bookFr)[])
      expect([key, valuesIn(bookEn[key])]).toEqual([key, valuesIn(bookFr[key])]);
    for (const key of Object.keys(hoursFr) as (keyof typeof hoursFr)[])
      expect([key, valuesIn(hoursEn[key])]).toEqual([key, valuesIn(hoursFr[key])]);
  });

  it('name every public holiday, and every territory that has its own', () => {
    const names = [...holidayNames.map((name) => `holiday.${name}`), ...territories.map((name) => `territory.${name}`)];
    expect(Object.keys(hoursFr)).toEqual(expect.arrayContaining(names));
  });

  it('are each used somewhere', () => {
    const unused = Object.keys({ ...fr, ...bookFr, ...hoursFr, ...workshopsFr }).filter(
      (key) => !sources.includes(`'${key}'`) && !sources.includes(`"${key}"`) && !built.some((name) => name.test(key)),
    );
    expect(unused).toEqual([]);
  });

  it('have a facilitator’s sentence for each reason and refusal, and for nothing else', () => {
    const codes = [...new Set([...reasons, ...explainedRefusalSchema.options])];
    expect(Object.keys(reasonsFr).sort()).toEqual(codes.sort());
  });

  it.each(deskLanguages)('say one minute and several as people of %s do', (language) => {
    const words = deskWords();
    words.language = language;
    const said = (minutes: number): string => words.say('shortened-by-closing', { minutes });
    expect(said(1)).toMatch(language === 'fr' ? /^Une minute\u00a0:/ : /^One minute:/);
    expect(said(25)).toMatch(/^25 minutes/);
  });

  it('have a no-break space before French double punctuation', () => {
    // The marks of ICU plurals stand without spaces and are no punctuation.
    const faulty = Object.entries({ ...fr, ...bookFr, ...hoursFr, ...reasonsFr, ...workshopsFr }).filter(([, text]) =>
      / [:;!?»]|« /.test(text),
    );
    expect(faulty).toEqual([]);
  });
});
