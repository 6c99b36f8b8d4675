import type { Temporal } from 'temporal-polyfill';
import { indicators } from '../../contract/figures/indicators.ts';
import { picture } from './findings.ts';
import type { Report } from './report-data.ts';
import type { ReportsWords } from './reports-words.ts';

/** The report in one sentence: who welcomed how many, and how full it was. */
export function headlineOf({ asked, answer, parts }: Report, words: ReportsWords, today: Temporal.PlainDate): string {
  const { counts, path } = answer;
  const period = words.period(asked.period, today);
  const sessions = counts['sessions'] ?? 0;
  if (sessions === 0) return words.say('headline.none', { period });
  const used = parts?.filter(({ figures }) => figures.sessions > 0).length ?? 1;
  const first = words.say(opening(asked), { period, parts: used, sessions, name: path.at(-1)?.name ?? '' });
  const occupancy = indicators.occupancy.value(counts);
  const second = words.say(`occupancy.${occupancy === null ? 'unknown' : picture(occupancy)}`);
  return words.say('headline', { first, second });
}

function opening({
  scope,
  by,
}: Report['asked']): 'headline.network.commune' | 'headline.network.place' | 'headline.commune' | 'headline.place' {
  if (scope === 'network') return `headline.network.${by}`;
  return scope.startsWith('commune:') ? 'headline.commune' : 'headline.place';
}
