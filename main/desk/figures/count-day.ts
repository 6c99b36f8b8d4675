import type { Fact } from '../../../contract/desk-link.ts';
import type { Counts } from '../../../contract/figures/counts.ts';
import {
  durationBandOf,
  type incidentKinds,
  isValueOf,
  longestWaitCounted,
} from '../../../contract/figures/dimensions.ts';
import { Tally } from '../../../contract/figures/tally.ts';
import { hourOf } from '../place-days.ts';
import { countMinutes } from './count-minutes.ts';
import type { DayRecords } from './day-records.ts';
import { type DaySession, minutesOf, tellDay } from './day-sessions.ts';

const minuteMs = 60_000;

/**
 * Counts a day, by the definitions in contract/figures. A session belongs to the day and hour of its start, its minutes to those in which they
 * passed; all else belongs to its own time. A session still running counts as one without minutes.
 */
export function countDay(records: DayRecords): Counts {
  const tally = new Tally();
  const told = tellDay(records);
  countMinutes(tally, records, told.uses);
  for (const session of told.sessions) countSession(tally, records, session);
  for (const fact of told.facts) countFact(tally, fact);
  countBook(tally, records);
  tally.add('terms-refused', told.termsRefused);
  return tally.counts;
}

function countSession(tally: Tally, { zone }: DayRecords, { workstation, start, end }: DaySession): void {
  const hour = String(hourOf(Date.parse(start.at), zone)).padStart(2, '0');
  tally.addBoth('sessions', 'access', [[start.access, 1]]);
  tally.addTo('sessions', 'hour', [[hour, 1]]);
  tally.addTo('sessions', 'workstation', [[workstation, 1]]);
  if (end === null) return;
  tally.addTo('sessions', 'end', [[end.reason, 1]]);
  tally.addTo('sessions', 'duration', [[durationBandOf(minutesOf(end.usedSeconds)), 1]]);
}

function countFact(tally: Tally, fact: Fact): void {
  const cell = cellOf(fact);
  if (cell !== null) tally.addBoth(...cell);
  const incident = incidentIn(fact);
  if (incident !== null) tally.addBoth('incidents', 'incident', [[incident, 1]]);
}

function cellOf(fact: Fact): Parameters<Tally['addBoth']> | null {
  switch (fact.kind) {
    case 'session-extended':
      return ['extensions', 'extender', [[fact.by, 1]]];
    case 'refused':
      return ['refusals', 'reason', [[fact.reason, 1]]];
    case 'refusals-counted':
      // A word that no list has made says nothing that a sheet may carry.
      return ['blocks', 'category', [[isValueOf('category', fact.category) ? fact.category : 'other', fact.count]]];
    case 'wiped':
      return ['wipes', 'proof', [[fact.leftovers.length === 0 ? 'complete' : 'incomplete', 1]]];
    case 'session-started':
    case 'session-ended':
      return null;
  }
}

function incidentIn(fact: Fact): (typeof incidentKinds)[number] | null {
  if (fact.kind === 'wiped' && fact.leftovers.length > 0) return 'wipe-incomplete';
  const isCut = fact.kind === 'session-ended' && (fact.reason === 'fault' || fact.reason === 'power-cut');
  return isCut ? (fact.reason as 'fault' | 'power-cut') : null;
}

function countBook(tally: Tally, records: DayRecords): void {
  tally.add('tickets', records.ticketsGiven);
  for (const waited of records.waits) {
    const minutes = Math.floor(waited / minuteMs);
    tally.addBoth('waits', 'minutes', [[Math.min(minutes, longestWaitCounted), 1]]);
    tally.add('wait-minutes', minutes);
  }
  tally.add('queue-left', records.queueLeft);
  tally.add('bookings', records.bookings);
  tally.add('no-shows', records.noShows);
  for (const { seats, registered, waiting, present } of records.workshops) {
    tally.add('workshop-sessions');
    tally.add('workshop-seats', seats);
    tally.add('workshop-registered', registered);
    tally.add('workshop-waiting', waiting);
    tally.add('workshop-present', present);
  }
}
