import type { BookingRules, PlaceBooking } from '../../contract/book/booking-rules.ts';
import { groupId } from './group-id.ts';
import type { RuleName } from './rule-shapes.ts';

/** What stands in the fields: an empty number is null. */
export type RulesDraft = { [Rule in RuleName]: BookingRules[Rule] | null };

export interface GroupDraft {
  /** Null: not at the desk yet. */
  id: string | null;
  name: string;
  rules: Partial<RulesDraft>;
}

export interface BookingDraft {
  rules: RulesDraft;
  groups: GroupDraft[];
  graceMinutes: number | null;
  offerMinutes: number | null;
  atKiosks: boolean;
  keepsPeople: boolean;
}

/** What the desk keeps, as fields. */
export const draftOf = ({ rules, groups, ...rest }: PlaceBooking): BookingDraft => ({
  rules: { ...rules },
  groups: groups.map(({ id, name, rules: own }) => ({ id, name, rules: { ...own } as Partial<RulesDraft> })),
  ...rest,
});

/** As the desk is asked to keep it; not yet known to be right. */
export function bookingOf({ rules, groups, ...rest }: BookingDraft): unknown {
  const taken = new Set(groups.flatMap(({ id }) => id ?? []));
  const named = groups.map(({ id, name, rules: own }) => {
    const known = id ?? groupId(name, taken);
    taken.add(known);
    return { id: known, name, rules: own };
  });
  return { rules, groups: named, ...rest };
}
