import fc from 'fast-check';

/** What may happen to a workstation, in any order and at any time. Minutes and milliseconds as numbers, so that each model reads them its own way. */
export type Happening =
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'sleep'; readonly ms: number }
  | { readonly kind: 'set-clock'; readonly wall: string }
  | { readonly kind: 'knock'; readonly who: Visitor; readonly minutes: number; readonly leftSeconds: number | null }
  | { readonly kind: 'call'; readonly minutes: number }
  | { readonly kind: 'extend'; readonly minutes: number }
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'idle'; readonly ms: number }
  | { readonly kind: 'answer-charter'; readonly accepted: boolean }
  | { readonly kind: 'unlock'; readonly right: boolean }
  | { readonly kind: 'finish-wipe'; readonly clean: boolean }
  /** Whatever brings the workstation nearer to a session in use: most of what may go wrong, goes wrong in one. */
  | { readonly kind: 'onward'; readonly minutes: number; readonly way: 'ticket' | 'open' | 'call' }
  | { [Kind in Plain]: { readonly kind: Kind } }[Plain];

export type HappeningOf<Kind extends Happening['kind']> = Extract<Happening, { kind: Kind }>;

const plain = [
  'answer-call',
  'see-warning',
  'ask-extension',
  'pause',
  'release-pause',
  'confirm-presence',
  'end',
  'end-by-facilitator',
  'begin-maintenance',
  'leave-maintenance',
  'see-traces',
  'break-browser',
  'fault',
] as const;

export type Plain = (typeof plain)[number];

export type Visitor = 'ticket' | 'open';

/** What the place wants; instants in minutes after the play began, by the wall clock as it was then. */
export interface Place {
  readonly hours: readonly (readonly [number, number])[] | null;
  readonly margin: number;
  readonly shortest: number;
  readonly step: number | null;
  readonly automatic: boolean;
  readonly inactivity: {
    readonly after: number;
    readonly answerSeconds: number;
    readonly then: 'pause' | 'end';
  } | null;
  readonly waiting: number;
  readonly bookings: readonly { readonly at: number; readonly minutes: number }[];
}

const placeOf = fc.record({
  hours: fc.option(
    fc
      .tuple(fc.integer({ min: -60, max: 30 }), fc.integer({ min: 40, max: 200 }))
      .map(([opens, length]): Place['hours'] => [
        [opens, opens + length],
        [opens + length + 20, opens + length + 300],
      ]),
    { freq: 2 },
  ),
  margin: fc.constantFrom(0, 5),
  shortest: fc.constantFrom(1, 5, 10),
  step: fc.constantFrom(null, 1, 5, 15),
  automatic: fc.boolean(),
  inactivity: fc.constantFrom<Place['inactivity']>(
    null,
    { after: 1, answerSeconds: 20, then: 'pause' },
    { after: 2, answerSeconds: 60, then: 'end' },
  ),
  waiting: fc.constantFrom(0, 0, 1),
  bookings: fc.array(fc.record({ at: fc.integer({ min: 10, max: 180 }), minutes: fc.integer({ min: 5, max: 60 }) }), {
    maxLength: 1,
  }),
});

/** Nothing in the way of a long session. */
const calm: Place = {
  ...{ hours: null, margin: 5, shortest: 5, step: 5, automatic: false, waiting: 0, bookings: [] },
  inactivity: { after: 1, answerSeconds: 20, then: 'pause' },
};

export interface Beginning {
  readonly place: Place;
  readonly graceSeconds: number;
  /** Did a wipe before this start leave something that nobody has seen? */
  readonly traces: boolean;
  readonly limits: { readonly session: number | null; readonly day: number | null; readonly week: number | null };
}

export const beginnings = fc.record({
  place: placeOf,
  graceSeconds: fc.constantFrom(0, 60),
  traces: fc.constantFrom(false, false, false, false, true),
  limits: fc.record({
    session: fc.constantFrom(null, 10, 30),
    day: fc.constantFrom(null, null, 45),
    week: fc.constantFrom(null, null, 60),
  }),
});

const often = fc.oneof(
  fc.record({
    kind: fc.constant('onward' as const),
    minutes: fc.integer({ min: 6, max: 40 }),
    way: fc.constantFrom('ticket', 'ticket', 'open', 'call'),
  }),
  fc.record({ kind: fc.constant('unlock' as const), right: fc.boolean() }),
  fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 200_000 }) }),
  fc.constantFrom<Happening>({ kind: 'pause' }, { kind: 'place', place: calm }),
  fc.record({
    kind: fc.constant('knock' as const),
    who: fc.constantFrom<Visitor>('ticket', 'ticket', 'open'),
    minutes: fc.integer({ min: 1, max: 40 }),
    leftSeconds: fc.constantFrom(null, null, null, 1, 90, 600),
  }),
  fc.constant<Happening>({ kind: 'finish-wipe', clean: true }),
);

const seldom = fc.oneof(
  fc.record({ kind: fc.constant('sleep' as const), ms: fc.integer({ min: 1, max: 3_000_000 }) }),
  fc.record({
    kind: fc.constant('set-clock' as const),
    wall: fc.constantFrom('2016-02-29T00:00:00.000Z', '2036-10-26T00:59:59.000Z', '2027-03-28T00:59:00.000Z'),
  }),
  fc.record({ kind: fc.constantFrom('call' as const, 'extend' as const), minutes: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ kind: fc.constant('place' as const), place: placeOf }),
  fc.record({ kind: fc.constant('idle' as const), ms: fc.constantFrom(0, 30_000, 60_000, 150_000) }),
  fc.constant<Happening>({ kind: 'answer-charter', accepted: false }),
  fc.record({ kind: fc.constantFrom(...plain.filter((kind) => kind !== 'fault')) }),
);

const rarely = fc.constantFrom<Happening>({ kind: 'fault' }, { kind: 'finish-wipe', clean: false });

export const happenings = fc.array(
  fc.oneof({ arbitrary: often, weight: 14 }, { arbitrary: seldom, weight: 10 }, { arbitrary: rarely, weight: 1 }),
  { minLength: 20, maxLength: 80, size: 'max' },
);
