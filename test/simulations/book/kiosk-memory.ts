import type { Fact, NumberedFact, Slice } from '../../../contract/desk-link.ts';
import type { AccessWay } from '../../../contract/session.ts';
import type { Opening } from '../../../main/kiosk/session/session.ts';
import type { Interrupted } from '../../../main/kiosk/session/start.ts';

type Started = Extract<Fact, { kind: 'session-started' }>;

interface RunningRow {
  readonly started: Started;
  codeHash: string | null;
  notedAt: string;
  usedSeconds: number;
  lengthSeconds: number;
  ended: boolean;
}

export interface Rest {
  readonly ticket: string;
  readonly access: AccessWay;
  readonly codeHash: string;
  readonly leftSeconds: number;
  readonly cutAt: string;
}

/** What a kiosk has on its disk: the same rules as the kiosk's store, without the disk. */
export class KioskMemory {
  slice: Slice | null = null;
  /** The desk's clock less the kiosk's own, in milliseconds. */
  offsetMs = 0;
  readonly spent = new Set<string>();
  readonly rests = new Map<string, Rest>();
  /** Every fact that was ever written, for the comparison at the end. */
  readonly recorded: NumberedFact[] = [];
  #acknowledged = 0;
  #running: RunningRow | null = null;

  record(facts: readonly Fact[], opening?: Opening): void {
    for (const fact of facts) {
      this.recorded.push({ seq: this.recorded.length + 1, fact });
      this.#follow(fact);
      if (opening !== undefined && this.#running !== null) {
        this.#running.codeHash = opening.codeHash;
        this.#running.lengthSeconds = opening.lengthSeconds;
      }
    }
  }

  noteUse({ session, at, usedSeconds }: { session: string; at: string; usedSeconds: number }): void {
    if (this.#running?.started.session !== session || this.#running.ended) return;
    this.#running.notedAt = at;
    this.#running.usedSeconds = usedSeconds;
  }

  waitingFacts(limit: number): readonly NumberedFact[] {
    return this.recorded.slice(this.#acknowledged, this.#acknowledged + limit);
  }

  acknowledge(upTo: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, Math.min(upTo, this.recorded.length));
  }

  get acknowledged(): readonly NumberedFact[] {
    return this.recorded.slice(0, this.#acknowledged);
  }

  get hasWaitingFacts(): boolean {
    return this.#acknowledged < this.recorded.length;
  }

  keepSlice(slice: Slice): void {
    this.slice = slice;
    const offered = new Set(slice.tickets.map(({ ticket }) => ticket));
    for (const ticket of this.spent) if (!offered.has(ticket)) this.spent.delete(ticket);
  }

  interrupted(): Interrupted | null {
    const row = this.#running;
    if (row === null) return null;
    const byCode = row.started.ticket !== null && row.codeHash !== null;
    return {
      session: row.started.session,
      ended: row.ended,
      notedAt: row.notedAt,
      usedSeconds: row.usedSeconds,
      leftSeconds: byCode ? Math.max(0, row.lengthSeconds - row.usedSeconds) : 0,
    };
  }

  #follow(fact: Fact): void {
    if (fact.kind === 'session-started') this.#begin(fact);
    if (fact.kind === 'session-extended' && this.#running !== null) this.#running.lengthSeconds += fact.minutes * 60;
    if (fact.kind === 'session-ended') this.#end(fact);
    if (fact.kind === 'wiped') this.#running = null;
  }

  #begin(fact: Started): void {
    const lengthSeconds = fact.minutes * 60;
    const row = { started: fact, codeHash: null, notedAt: fact.at, usedSeconds: 0, lengthSeconds, ended: false };
    this.#running = row;
    if (fact.ticket === null) return;
    this.spent.add(fact.ticket);
    this.rests.delete(fact.ticket);
  }

  #end({ at, usedSeconds, reason }: Extract<Fact, { kind: 'session-ended' }>): void {
    const row = this.#running;
    if (row === null) return;
    Object.assign(row, { ended: true, notedAt: at, usedSeconds });
    const { codeHash, lengthSeconds, started } = row;
    const { ticket, access } = started;
    const leftSeconds = lengthSeconds - usedSeconds;
    if (reason !== 'power-cut' || ticket === null || codeHash === null || leftSeconds <= 0) return;
    this.rests.set(ticket, { ticket, access, codeHash, leftSeconds, cutAt: at });
  }
}
