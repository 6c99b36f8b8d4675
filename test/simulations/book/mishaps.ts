import type { Place, Seat } from './place.ts';

const secondMs = 1_000;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const bigSkewMs = 10 * minuteMs;
const deadAfterMs = 25_000;

/** What goes wrong with the network, the machines and their clocks. */
export class Mishaps {
  readonly #place: Place;
  /** The desk is up again; told before anybody uses it. */
  readonly #deskBack: () => void;

  constructor(place: Place, deskBack: () => void) {
    this.#place = place;
    this.#deskBack = deskBack;
  }

  /** From a hiccup to two weeks; the length decides whether anybody notices. */
  cut(): void {
    const { agenda, chance } = this.#place;
    const seat = this.#anySeat();
    const lengthMs = chance.is(0.9) ? chance.span(secondMs, 8 * 60 * minuteMs) : chance.span(dayMs, 14 * dayMs);
    this.#place.tell(() => `${seat.name}: cut off for ${Math.round(lengthMs / secondMs)} s`);
    seat.wire.cut();
    agenda.in(lengthMs, () => this.mend(seat));
  }

  mend(seat: Seat = this.#anySeat()): void {
    if (!seat.wire.isCut) return;
    this.#place.tell(() => `${seat.name}: the network is back`);
    seat.wire.mend();
    seat.life?.link.tryAgain();
  }

  drop(): void {
    const seat = this.#anySeat();
    this.#place.tell(() => `${seat.name}: the connection breaks`);
    seat.wire.drop();
  }

  slow(): void {
    const seat = this.#anySeat();
    seat.wire.latencyMs = this.#place.chance.of([5, 20, 200, 1_500, 4_000]);
    this.#place.tell(() => `${seat.name}: messages take up to ${seat.wire.latencyMs} ms`);
  }

  powerCut(): void {
    const { agenda, chance } = this.#place;
    const seat = this.#anySeat();
    if (seat.life === null) return;
    this.#place.tell(() => `${seat.name}: power cut`);
    seat.life.end(chance.span(1, deadAfterMs));
    seat.life = null;
    agenda.in(chance.span(5 * secondMs, 60 * minuteMs), () => this.switchOn(seat));
  }

  switchOn(seat: Seat): void {
    if (seat.life !== null) return;
    this.#place.tell(() => `${seat.name}: starts`);
    this.#place.startKiosk(seat);
  }

  crashDesk(): void {
    const { agenda, chance, desk } = this.#place;
    if (desk === null) return;
    this.#place.tell(() => 'the desk crashes');
    this.#place.desk = null;
    desk.end(() => chance.span(1, deadAfterMs));
    agenda.in(chance.span(secondMs, 120 * minuteMs), () => this.restartDesk());
  }

  restartDesk(): void {
    if (this.#place.desk !== null) return;
    this.#place.startDesk();
    this.#deskBack();
  }

  /** Somebody, or a server of time, sets a workstation's clock. */
  setClock(): void {
    const { chance } = this.#place;
    const seat = this.#anySeat();
    if (seat.life === null) return;
    seat.skewMs = chance.between(-bigSkewMs, bigSkewMs);
    this.#place.tell(() => `${seat.name}: its clock is ${Math.round(seat.skewMs / secondMs)} s off`);
    seat.life.tick();
  }

  /** Everything works again, for as long as the rest takes. */
  heal(): void {
    this.restartDesk();
    for (const seat of this.#place.seats) {
      seat.wire.latencyMs = 20;
      this.mend(seat);
      this.switchOn(seat);
    }
  }

  #anySeat(): Seat {
    return this.#place.chance.of(this.#place.seats);
  }
}
