import { explain, openStretches } from '../../../contract/explain.ts';
import type { ListStanding } from '../../../contract/filter-list/standing.ts';
import type { DocumentsPanel, PageZoom, SavedDocument, Scene, Tab } from '../../../contract/screens.ts';
import type { Wall } from '../../../contract/session.ts';
import type { WallCheck } from '../../../contract/walls.ts';
import type { StateMessage } from '../desk-link.ts';
import type { Layout } from '../host.ts';
import { extensionOffer } from './extension.ts';
import { charterVersion, leftMs, type Running, type Session, type SessionIn, type SessionPhase } from './session.ts';
import { wallMs, type Moment } from './terms.ts';

/** The session as others see it: the visitor on the screen, the facilitator at the desk. */

/** What the profile and the moment add to a scene. */
export interface Surroundings {
  readonly tabs: readonly Tab[];
  readonly zoom: PageZoom;
  readonly documents: readonly SavedDocument[];
  /** What the bar stands open for, beside a warning; null = it is closed. */
  readonly panel: DocumentsPanel | null;
  /** What sitting down without any code is worth on this kind of kiosk; null = nothing. */
  readonly openAccessMinutes: number | null;
}

/** A booking that is further away than this matters to nobody who walks in. */
const nearMs = 2 * 60 * 60_000;

const untilMs = (point: number, at: Moment): number => Math.max(0, point - at.monotonicMs);

type Draw<Phase extends SessionPhase> = (session: SessionIn<Phase>, around: Surroundings, at: Moment) => Scene;

const scenes: { readonly [Phase in SessionPhase]: Draw<Phase> } = {
  closed: (_, __, at) => ({ phase: 'closed', opensAt: opensAt(at) }),
  free: freeScene,
  called: ({ label, knock }) => ({ phase: 'called', label, minutes: knock.minutes }),
  charter: ({ admission: { minutes, reason, leftSeconds } }) => ({
    ...{ phase: 'charter', minutes, reason, charterVersion },
    resumed: leftSeconds !== null,
  }),
  active: activeScene,
  paused: ({ running, pause }, _, at) => ({ phase: 'paused', leftMs: leftMs(running, at), by: pause.by }),
  ending: (session, _, at) => ({
    ...{ phase: 'ending', reason: session.running.endsBy },
    graceLeftMs: untilMs(session.untilMs, at),
  }),
  wiping: ({ reason }) => ({ phase: 'wiping', reason }),
  'out-of-service': ({ problem }) => ({ phase: 'out-of-service', problem }),
  maintenance: () => ({ phase: 'maintenance' }),
};

/** What stands on the screen. Durations count from `at`. */
export function sceneOf(session: Session, around: Surroundings, at: Moment): Scene {
  // Each phase draws itself; the compiler cannot see that both were looked up by the same value.
  const draw = scenes[session.phase] as Draw<SessionPhase>;
  return draw(session, around, at);
}

function opensAt(at: Moment): string | null {
  const next = (openStretches(at.terms.rules) ?? []).find((stretch) => stretch.opensAt > wallMs(at));
  return next === undefined ? null : new Date(next.opensAt).toISOString();
}

function freeScene(session: SessionIn<'free'>, { openAccessMinutes }: Surroundings, at: Moment): Scene {
  const reservedAt = at.terms.bookings
    .map(({ startsAt }) => Date.parse(startsAt))
    .find((start) => start > wallMs(at) && start - wallMs(at) <= nearMs);
  const nobody = { ticket: null, used: { todayMinutes: 0, weekMinutes: 0 } };
  const open =
    openAccessMinutes === null ? null : explain({ ...nobody, minutes: openAccessMinutes }, at.terms, wallMs(at));
  return {
    phase: 'free',
    justErased: session.erasedUntilMs !== null,
    reservedAt: reservedAt === undefined ? null : new Date(reservedAt).toISOString(),
    openAccessMinutes: open?.granted === true ? open.minutes : null,
    refused: session.refused?.reason ?? null,
    resumable: session.resumableUntilMs !== null,
  };
}

function activeScene(session: SessionIn<'active'>, around: Surroundings, at: Moment): Scene {
  const { running, presence } = session;
  const offer = extensionOffer(running, at);
  return {
    phase: 'active',
    leftMs: leftMs(running, at),
    totalMs: running.deadlineMs - running.startedMs,
    warning: session.warning,
    tabs: [...around.tabs],
    zoom: around.zoom,
    documents: [...around.documents],
    panel: around.panel,
    extension: offer.granted ? { possible: true, minutes: offer.minutes } : { possible: false, reason: offer.reason },
    extended: session.extended,
    presenceAskedMs: presence === null ? null : untilMs(presence.untilMs, at),
  };
}

/**
 * How the screen is divided. A question to the visitor slides the bar open; the page below keeps the keyboard. The documents that they, or a page,
 * asked for cover the page, as a lock would: no page can draw beside them what looks like one of them.
 */
export function layoutOf(session: Session, hasPanel = false): Layout {
  if (session.phase === 'ending') return 'bar';
  if (session.phase !== 'active') return 'locked';
  if (session.warning !== null || session.presence !== null) return 'warning';
  return hasPanel ? 'locked' : 'bar';
}

/** The session whose time runs or waits to go on; null when there is none. */
function runningOf(session: Session): Running | null {
  if (session.phase === 'active' || session.phase === 'paused' || session.phase === 'ending') return session.running;
  return session.phase === 'wiping' && session.then.to === 'resume' ? session.then.running : null;
}

/** When the seat is free at the latest: who reads the charter may take all the time that this gives, and then the whole session. */
export function seatedUntilOf(session: Session, at: Moment): string | null {
  const endMs = session.phase === 'charter' ? latestEndOf(session) : (runningOf(session)?.deadlineMs ?? null);
  return endMs === null ? null : new Date(wallMs(at) + endMs - at.monotonicMs).toISOString();
}

const latestEndOf = ({ admission, untilMs }: SessionIn<'charter'>): number =>
  Math.min(untilMs + admission.lengthMs, admission.latest?.ms ?? Infinity);

/** What the desk is told beside the session. */
interface Told {
  readonly missingWalls: readonly Wall[];
  readonly check: WallCheck | null;
  /** Null: this kiosk takes none. */
  readonly list: ListStanding | null;
  readonly helpCalled: boolean;
}

export function stateMessageOf(session: Session, told: Told, at: Moment): StateMessage {
  const { missingWalls, check, list, helpCalled } = told;
  const running = runningOf(session);
  const admitted = session.phase === 'charter' ? session.admission.session : null;
  return {
    type: 'state',
    phase: session.phase,
    session: running?.session ?? admitted,
    endsAt: running === null ? null : new Date(wallMs(at) + running.deadlineMs - at.monotonicMs).toISOString(),
    helpCalled,
    missingWalls: [...missingWalls],
    check,
    ...(list !== null && { list }),
    problem: session.phase === 'out-of-service' ? session.problem : null,
    limits: at.terms.limits,
  };
}
