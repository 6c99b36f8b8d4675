/** An event whose answer is read when the last listener has returned, as Electron does: what a listener does later changes nothing. */
export class FakeEvent {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** Emits with a fresh event first and tells whether a listener prevented the default. */
export function isPrevented(
  emitter: { emit(name: string, ...words: unknown[]): boolean },
  name: string,
  ...words: unknown[]
): boolean {
  const event = new FakeEvent();
  emitter.emit(name, event, ...words);
  return event.defaultPrevented;
}

/** The same, where Electron puts what it tells into the event itself. */
export function isStepPrevented(
  emitter: { emit(name: string, ...words: unknown[]): boolean },
  name: string,
  step: object,
): boolean {
  const event = Object.assign(new FakeEvent(), step);
  emitter.emit(name, event);
  return event.defaultPrevented;
}
