import type { WorkstationCard } from '../../contract/desk-routes.ts';
import { tracesIn } from '../../contract/traces.ts';
import { wallsIn } from '../../contract/walls.ts';
import type { DeskWord } from './desk-words.ts';

/** What a card shows of its workstation. Pure: the card draws it, tests read it. */
export interface CardFace {
  readonly tone: 'free' | 'busy' | 'soon' | 'stop' | 'out';
  readonly icon: 'check' | 'clock' | 'pause' | 'help' | 'alert' | 'eraser' | 'wrench' | 'offline' | 'closed' | 'door';
  /** The pill. */
  readonly word: DeskWord;
  /** Instead of the time that is left, where none runs. */
  readonly big: DeskWord;
  readonly small: DeskWord;
  /** Milliseconds that are left; null when no time runs. */
  readonly leftMs: number | null;
  /** What is left of the whole, 0 to 1; null when the whole is not known. */
  readonly share: number | null;
}

type Look = Omit<CardFace, 'leftMs' | 'share'>;

/** From here on a session ends soon, as the visitor was warned too. */
const soonMs = 5 * 60_000;

const looks: Record<WorkstationCard['phase'], Look> = {
  closed: { tone: 'out', icon: 'closed', word: 'state.closed', big: 'big.closed', small: 'small.since' },
  free: { tone: 'free', icon: 'check', word: 'state.free', big: 'big.free', small: 'small.since' },
  called: { tone: 'soon', icon: 'door', word: 'state.called', big: 'big.called', small: 'small.since' },
  charter: { tone: 'busy', icon: 'door', word: 'state.charter', big: 'big.charter', small: 'small.charter' },
  active: { tone: 'busy', icon: 'clock', word: 'state.active', big: 'big.no-end', small: 'small.until' },
  paused: { tone: 'busy', icon: 'pause', word: 'state.paused', big: 'big.no-end', small: 'small.until' },
  ending: { tone: 'soon', icon: 'clock', word: 'state.ending', big: 'big.ending', small: 'small.ending' },
  wiping: { tone: 'out', icon: 'eraser', word: 'state.wiping', big: 'big.wiping', small: 'small.wiping' },
  'out-of-service': {
    tone: 'stop',
    icon: 'alert',
    word: 'state.out-of-service',
    big: 'big.out-of-service',
    small: 'small.out-of-service',
  },
  maintenance: {
    tone: 'out',
    icon: 'wrench',
    word: 'state.maintenance',
    big: 'big.maintenance',
    small: 'small.since',
  },
  silent: { tone: 'out', icon: 'offline', word: 'state.silent', big: 'big.silent', small: 'small.silent' },
};

/** What a wipe left is said in words; any other fault by the place that it names. */
const traces: Look = { ...looks['out-of-service'], big: 'big.traces', small: 'small.traces' };

/** Likewise walls that did not answer. */
const walls: Look = { ...looks['out-of-service'], big: 'big.walls', small: 'small.walls' };

export function cardFace(card: WorkstationCard, now: number): CardFace {
  const runs = card.phase === 'active' || card.phase === 'paused';
  const endsAt = runs && card.endsAt !== null ? Date.parse(card.endsAt) : null;
  const leftMs = endsAt === null ? null : Math.max(0, endsAt - now);
  const look = lookOf(card, leftMs);
  return {
    ...look,
    small: runs && endsAt === null ? 'small.since' : look.small,
    leftMs,
    share: shareOf(card, leftMs, endsAt),
  };
}

/** The same card while the workstation is held for a number of the queue. */
export const heldFace = (face: CardFace): CardFace =>
  face.word === 'state.free'
    ? { ...face, tone: 'soon', icon: 'door', word: 'offer.pill', big: 'offer.big', small: 'offer.until' }
    : face;

const hasTraces = ({ phase, problem }: WorkstationCard): boolean =>
  phase === 'out-of-service' && tracesIn(problem).length > 0;

const hasFallenWalls = ({ phase, problem }: WorkstationCard): boolean =>
  phase === 'out-of-service' && wallsIn(problem).length > 0;

function lookOf(card: WorkstationCard, leftMs: number | null): Look {
  const look = hasTraces(card) ? traces : hasFallenWalls(card) ? walls : looks[card.phase];
  if (card.helpCalled) return { ...look, tone: 'stop', icon: 'help', word: 'state.help' };
  if (leftMs !== null && leftMs <= soonMs) return { ...look, tone: 'soon', word: 'state.soon' };
  return look;
}

function shareOf(card: WorkstationCard, leftMs: number | null, endsAt: number | null): number | null {
  if (leftMs === null || endsAt === null || card.startedAt === null) return null;
  const whole = endsAt - Date.parse(card.startedAt);
  return whole > 0 ? Math.min(1, leftMs / whole) : null;
}

/** `close`: into maintenance; `reopen`: out of it; `seen`: what a wipe left; `check`: the walls. */
export type CardAction = 'start' | 'extend' | 'release' | 'end' | 'close' | 'reopen' | 'seen' | 'check';

/** What a facilitator can do to a workstation as it stands, the likeliest first. */
export function cardActions(card: WorkstationCard): readonly CardAction[] {
  const { phase, session } = card;
  if (hasTraces(card)) return ['seen', 'close'];
  if (phase === 'active' && session !== null) return ['extend', 'end'];
  if (phase === 'paused' && session !== null) return ['release', 'extend', 'end'];
  return phase === 'maintenance' ? ['reopen'] : actionsAtRest(card);
}

function actionsAtRest(card: WorkstationCard): readonly CardAction[] {
  const check: readonly CardAction[] = mayCheck(card) ? ['check'] : [];
  if (card.phase === 'free') return ['start', ...check, 'close'];
  return card.phase === 'closed' || card.phase === 'out-of-service' ? [...check, 'close'] : [];
}

/** A kiosk that never told of a self-test has none. */
const mayCheck = (card: WorkstationCard): boolean =>
  card.check !== null && (card.phase !== 'out-of-service' || hasFallenWalls(card));
