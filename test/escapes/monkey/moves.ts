import fc from 'fast-check';
import { screenSize } from '../../hosts/screen.ts';
import { modifierSets, sweptKeys } from '../keys.ts';
import { hostilePages } from './pages.ts';

/** One thing that a monkey does at a kiosk. */
export type Move =
  | { readonly do: 'keys'; readonly chords: readonly string[] }
  | { readonly do: 'type'; readonly text: string }
  | {
      readonly do: 'click';
      readonly at: Point;
      readonly button: number;
      readonly held: string | null;
      readonly times: number;
    }
  | { readonly do: 'drag'; readonly from: Point; readonly to: Point }
  | { readonly do: 'page'; readonly page: number }
  /** The desk and the network go away, or come back. */
  | { readonly do: 'line' }
  /** Nothing, for a while. */
  | { readonly do: 'wait'; readonly milliseconds: number };

export type Point = readonly [number, number];

const { width, height } = screenSize;
/** Keys that no office keyboard has to have, and that desktops listen to. */
const rareKeys = [
  'Print',
  'Pause',
  'Super_L',
  'XF86HomePage',
  'XF86Back',
  'XF86Search',
  'XF86Mail',
  'XF86Explorer',
  'XF86Calculator',
];

const point: fc.Arbitrary<Point> = fc.tuple(fc.nat(width - 1), fc.nat(height - 1));
const chord = fc
  .tuple(fc.constantFrom(...modifierSets), fc.constantFrom(...sweptKeys, ...rareKeys))
  .map(([set, key]) => [...set, key].join('+'));

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('keys' as const), chords: fc.array(chord, { minLength: 1, maxLength: 8 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('type' as const), text: fc.stringMatching(/^[a-z0-9 ]{1,12}$/) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('click' as const),
      at: point,
      button: fc.constantFrom(1, 1, 1, 2, 3, 4, 5),
      held: fc.constantFrom(null, null, 'ctrl', 'shift', 'alt', 'super'),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('drag' as const), from: point, to: point }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('page' as const), page: fc.nat(hostilePages.length - 1) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'line' as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), milliseconds: fc.nat(400) }) },
);

const drawnAtOnce = 100;

/** The same moves for the same seed, without end. */
export function* movesOf(seed: number): Generator<Move> {
  for (let turn = 0; ; turn += 1) yield* fc.sample(move, { seed: seed + turn, numRuns: drawnAtOnce });
}
