/**
 * `window.escale` of the screens' page: the kiosk's `KioskBridge` over a DevTools binding. The page script is text because it runs in the browser
 * before any script of the page; the kiosk answers by calling the function kept under `answerKey`, which no page script of ours reads.
 * The browser's own menu does not open on it: it offers to save, to print and to look behind the page. Nor does a wheel make it larger or smaller
 * than its window: it could then never be shown to cover its place.
 */
export const bindingName = 'escaleBinding';

const answerKey = "Symbol.for('escale.kiosk')";

export const bridgeScript = `(() => {
  const send = globalThis.${bindingName};
  delete globalThis.${bindingName};
  const waiting = new Map();
  const listeners = new Map();
  let last = 0;
  const call = (name, input) => new Promise((resolve) => {
    const id = ++last;
    waiting.set(id, resolve);
    send(JSON.stringify({ id, name, input }));
  });
  const listen = (name, heard) => {
    const all = listeners.get(name) ?? new Set();
    listeners.set(name, all.add(heard));
    return () => void all.delete(heard);
  };
  const kiosk = {
    answer(id, result) {
      waiting.get(id)?.(result);
      waiting.delete(id);
    },
    tell(name, payload) {
      for (const heard of [...(listeners.get(name) ?? [])]) heard(payload);
    },
  };
  Object.defineProperty(globalThis, ${answerKey}, { value: Object.freeze(kiosk) });
  Object.defineProperty(globalThis, 'escale', { value: Object.freeze({ call, listen }), enumerable: true });
  addEventListener('contextmenu', (event) => event.preventDefault(), true);
  const unlessZoom = (event) => event.ctrlKey && event.preventDefault();
  addEventListener('wheel', unlessZoom, { capture: true, passive: false });
})();`;

/** Expressions for `Runtime.evaluate`; JSON is a subset of JavaScript, so values stand in them as they are. */
export const answerExpression = (id: number, result: unknown): string =>
  `globalThis[${answerKey}].answer(${id}, ${JSON.stringify(result)})`;

export const tellExpression = (name: string, payload: unknown): string =>
  `globalThis[${answerKey}].tell(${JSON.stringify(name)}, ${JSON.stringify(payload)})`;
