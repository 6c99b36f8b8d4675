import type { NumberedFact } from '../../../contract/desk-link.ts';
import type { Scene } from '../../../contract/screens.ts';
import type { Layout } from '../../../main/kiosk/host.ts';

/** A session as somebody saw it who only looks at the screen. */
export interface SeenSession {
  readonly beganAt: number;
  /** Null while it runs. */
  endedAt: number | null;
}

/** What stood on the screen, moment by moment, noted by one who knows nothing of the kiosk's own book. */
export class Happened {
  readonly sessions: SeenSession[] = [];
  /** How late each end was: the end of the time given, and the lock after the grace or after the visitor's own wish to end. */
  readonly ends: { readonly end: 'time' | 'lock'; readonly at: number; readonly lateMs: number }[] = [];
  /** Sentences about what should never be. */
  readonly troubles: string[] = [];
  #phase = 'nothing';
  /** When the next of those ends has to come, in milliseconds of `performance.now`; null while nothing is due. */
  #dueMs: number | null = null;

  get running(): SeenSession | null {
    const last = this.sessions.at(-1);
    return last?.endedAt === null ? last : null;
  }

  note(what: { readonly scene: Scene } | { readonly layout: Layout }, nowMs = performance.now()): void {
    if ('scene' in what) this.#noteScene(what.scene, nowMs);
    else if (what.layout === 'locked' && this.#phase === 'wiping') this.#noteEnd('lock', nowMs);
  }

  /** Also an end that has not come yet. */
  latestEndMs(nowMs = performance.now()): number {
    return Math.round(Math.max(0, ...this.ends.map(({ lateMs }) => lateMs), nowMs - (this.#dueMs ?? nowMs)));
  }

  #noteEnd(end: 'time' | 'lock', nowMs: number): void {
    if (this.#dueMs !== null) {
      this.ends.push({ end, at: Date.now(), lateMs: Math.max(0, Math.round(nowMs - this.#dueMs)) });
    }
    this.#dueMs = null;
  }

  #noteScene(scene: Scene, nowMs: number): void {
    const isNew = scene.phase !== this.#phase;
    this.#phase = scene.phase;
    if (scene.phase === 'active' || scene.phase === 'paused') this.#noteUse(nowMs + scene.leftMs);
    else if (scene.phase === 'ending') {
      if (isNew) this.#noteEnd('time', nowMs);
      this.#dueMs = nowMs + scene.graceLeftMs;
    } else if (scene.phase === 'wiping') {
      // Before its time: by the visitor's own wish, or because the browser died.
      if (isNew) this.#dueMs = Math.min(this.#dueMs ?? nowMs, nowMs);
    } else this.#noteNobody(scene);
  }

  #noteUse(dueMs: number): void {
    if (this.running === null) this.sessions.push({ beganAt: Date.now(), endedAt: null });
    this.#dueMs = dueMs;
  }

  #noteNobody(scene: Scene): void {
    const { running } = this;
    this.#dueMs = null;
    if (running !== null) running.endedAt = Date.now();
    if (scene.phase === 'out-of-service') this.troubles.push(`out of service: ${scene.problem.where}`);
  }
}

/** A session's start is recorded before its page is shown, its end before its wipe. */
const toleranceMs = 6000;

/** What of that the desk was not told, or told otherwise: a number that is missing, a session that it does not know, one without its end. */
export function lostFacts(received: readonly NumberedFact[], sessions: readonly SeenSession[]): readonly string[] {
  const bySeq = new Map(received.map(({ seq, fact }) => [seq, fact]));
  const seqs = [...bySeq.keys()].toSorted((one, other) => one - other);
  const gaps = seqs.filter((seq, at) => at > 0 && seq !== (seqs[at - 1] ?? 0) + 1);
  const facts = [...bySeq.values()];
  const started = facts.filter((fact) => fact.kind === 'session-started');
  const lost = gaps.map((seq) => `the fact before ${seq} never came`);
  if (started.length !== sessions.length) lost.push(`${sessions.length} sessions were seen, ${started.length} told`);
  for (const { session, at } of started) {
    const ends = facts.filter((fact) => fact.kind === 'session-ended' && fact.session === session);
    const wipes = facts.filter((fact) => fact.kind === 'wiped' && fact.session === session);
    if (ends.length !== 1) lost.push(`session ${session} was told ${ends.length} ends`);
    if (wipes.length !== 1) lost.push(`session ${session} was told ${wipes.length} wipes`);
    const seen = sessions.find(({ beganAt }) => Math.abs(beganAt - Date.parse(at)) <= toleranceMs);
    if (seen === undefined) lost.push(`session ${session}, told for ${at}, was not seen then`);
  }
  return lost;
}
