import fc from 'fast-check';
import { describe, it } from 'vitest';
import { session } from '../../simulations/session/play.ts';

describe('whatever happens, in whatever order', () => {
  it('the machine does what the rules say when they are told a second time, plainly', () => {
    // `npm run simulate -- session` plays a hundred thousand.
    fc.assert(session, { numRuns: 3_000 });
  });
});
