import { EventEmitter } from 'node:events';
import type { Rectangle } from './window.ts';

interface FakeDisplay {
  readonly id: number;
  bounds: Rectangle;
}

/** Electron's `screen`: displays come, go and change while programs run. */
export class FakeScreen extends EventEmitter {
  readonly #displays: FakeDisplay[];

  constructor(own: Rectangle) {
    super();
    this.#displays = [{ id: 1, bounds: own }];
  }

  getPrimaryDisplay(): FakeDisplay {
    const [own] = this.#displays;
    if (own === undefined) throw new Error('no display');
    return own;
  }

  getAllDisplays(): readonly FakeDisplay[] {
    return [...this.#displays];
  }

  plugIn(id: number, bounds: Rectangle): void {
    const display = { id, bounds };
    this.#displays.push(display);
    this.emit('display-added', {}, display);
  }

  change(id: number, bounds: Rectangle): void {
    const display = this.#displays.find((one) => one.id === id);
    if (display === undefined) throw new Error(`no display ${id}`);
    display.bounds = bounds;
    this.emit('display-metrics-changed', {}, display, ['bounds']);
  }

  unplug(id: number): void {
    const [display] = this.#displays.splice(
      this.#displays.findIndex((one) => one.id === id),
      1,
    );
    this.emit('display-removed', {}, display);
  }
}
