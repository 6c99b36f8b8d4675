import type { KioskMessage } from '../../contract/desk-link.ts';

type State = Extract<KioskMessage, { type: 'state' }>;

/** How a kiosk says that it stands; free unless told otherwise. */
export const standing = (changes: Partial<State> = {}): State => ({
  type: 'state',
  phase: 'free',
  session: null,
  endsAt: null,
  helpCalled: false,
  missingWalls: [],
  problem: null,
  ...changes,
});
