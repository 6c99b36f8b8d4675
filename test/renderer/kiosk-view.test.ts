import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Result } from '../../contract/problem.ts';
import type { KioskBridge, Scene, Snapshot } from '../../contract/screens.ts';
import { KioskView } from '../../renderer/kiosk/kiosk-view.svelte.ts';
import { active, closed, free, snapshotOf } from './scenes.ts';

let now = 0;
let answers: Record<string, Result<unknown>>;
let calls: { name: string; input: unknown }[];

const bridge = {
  call: (name: string, input: unknown) => {
    calls.push({ name, input });
    return Promise.resolve(answers[name] ?? { ok: true, value: {} });
  },
  listen: () => () => undefined,
} as unknown as KioskBridge;

let number = 0;

const next = (scene: Scene, changes: Partial<Snapshot> = {}): Snapshot =>
  snapshotOf(scene, { number: ++number, ...changes });

function viewOn(...scenes: Scene[]): KioskView {
  const view = new KioskView({ bridge, monotonicNow: () => now });
  for (const scene of scenes) view.receive(next(scene));
  return view;
}

function pass(view: KioskView, ms: number): void {
  now += ms;
  view.tick();
}

beforeEach(() => {
  now = 1_000_000;
  answers = {};
  calls = [];
});

afterEach(() => {
  vi.useRealTimers();
});

test('an older snapshot never replaces a newer one', () => {
  const view = viewOn();
  view.receive(snapshotOf(closed, { number: 7 }));
  view.receive(snapshotOf(free, { number: 6 }));
  expect(view.scene?.phase).toBe('closed');
});

test('the time left goes on between snapshots and stops at nothing', () => {
  const view = viewOn({ ...active, leftMs: 61_000, totalMs: 600_000 });
  expect(view.left.long).toBe('2\u00a0minutes');
  pass(view, 2000);
  expect([view.leftMs, view.left.long]).toEqual([59_000, '59\u00a0secondes']);
  pass(view, 120_000);
  expect([view.leftMs, view.leftShare]).toEqual([0, 0]);
});

test('a long session is told in hours', () => {
  expect(viewOn({ ...active, leftMs: 65 * 60_000, totalMs: 90 * 60_000 }).left.long).toBe('1\u00a0h\u00a005');
});

test('the clock follows the kiosk, not the machine', () => {
  const view = viewOn();
  view.receive(next(free, { now: '2026-11-24T13:05:00.000Z' }));
  pass(view, 60_000);
  expect(new Date(view.minute).toISOString()).toBe('2026-11-24T13:06:00.000Z');
  pass(view, 59_999);
  expect(new Date(view.minute).toISOString()).toBe('2026-11-24T13:06:00.000Z');
});

describe('a screen that nobody touches', () => {
  let close: () => void;
  let view: KioskView;

  beforeEach(() => {
    vi.useFakeTimers();
    view = new KioskView({ bridge, monotonicNow: () => performance.now() });
    answers['state.read'] = { ok: true, value: next(free, { now: '2026-11-24T13:05:20.000Z' }) };
    close = view.open();
  });

  afterEach(() => close());

  const shown = (): string => new Date(view.minute).toISOString().slice(11, 16);

  test('shows each minute when it begins, and wakes for nothing else', async () => {
    await vi.advanceTimersByTimeAsync(39_999);
    expect(shown()).toBe('13:05');
    await vi.advanceTimersByTimeAsync(1);
    expect(shown()).toBe('13:06');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(shown()).toBe('13:07');
    const tick = vi.spyOn(view, 'tick');
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(tick).toHaveBeenCalledTimes(10);
  });

  test('forgets a half-typed code a minute after the last key, wherever that minute began', async () => {
    await vi.advanceTimersByTimeAsync(10 * 60_000 + 7_000);
    view.entry.take('K7M');
    view.touched();
    await vi.advanceTimersByTimeAsync(59_999);
    expect(view.entry.code).toBe('K7M');
    await vi.advanceTimersByTimeAsync(1);
    expect(view.entry.code).toBe('');
  });

  test('counts the seconds again as soon as there are some to count', async () => {
    await vi.advanceTimersByTimeAsync(10_000);
    answers['code.submit'] = {
      ok: false,
      problem: { code: 'code-delayed', where: 'code', expected: 'patience', retryInSeconds: 30 },
    };
    view.entry.take('K7M4QX');
    await view.submitCode();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(view.trouble?.wait).toContain('20\u00a0secondes');
    view.receive(next({ ...active, leftMs: 30_000, totalMs: 600_000 }));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(view.left.long).toBe('28\u00a0secondes');
  });
});

test('a screen that opens asks until the kiosk answers', async () => {
  vi.useFakeTimers();
  answers['state.read'] = { ok: false, problem: { code: 'internal', where: 'kiosk', expected: 'to be ready' } };
  const view = viewOn();
  const close = view.open();
  await vi.advanceTimersByTimeAsync(100);
  expect(view.scene).toBeNull();
  answers['state.read'] = { ok: true, value: next(free) };
  await vi.advanceTimersByTimeAsync(1000);
  expect(view.scene?.phase).toBe('free');
  close();
});

describe('a code', () => {
  test('is sent whole, and once', async () => {
    const view = viewOn(free);
    view.entry.take('k7m-4qx');
    await Promise.all([view.submitCode(), view.submitCode()]);
    expect(calls).toEqual([{ name: 'code.submit', input: { code: 'K7M4QX' } }]);
    expect(view.trouble).toBeNull();
  });

  test('that is too short is not sent, and the screen says what is missing', async () => {
    const view = viewOn(free);
    view.entry.take('K7M4');
    await view.submitCode();
    expect(calls).toEqual([]);
    expect(view.trouble?.sentence).toContain('Il manque encore 2\u00a0signes');
    view.typed();
    expect(view.trouble).toBeNull();
  });

  test.each(['code-refused', 'ticket-in-use', 'not-now', 'internal'] as const)(
    'refused with %s empties the boxes and says what to do',
    async (code) => {
      answers['code.submit'] = { ok: false, problem: { code, where: 'code', expected: 'another' } };
      const view = viewOn(free);
      view.entry.take('K7M4QX');
      await view.submitCode();
      expect(view.entry.code).toBe('');
      expect(view.trouble?.sentence).toMatch(/accueil/);
      expect(view.trouble?.wait).toBeNull();
    },
  );

  test('tried too often counts the seconds down, whatever is typed meanwhile', async () => {
    answers['code.submit'] = {
      ok: false,
      problem: { code: 'code-delayed', where: 'code', expected: 'patience', retryInSeconds: 30 },
    };
    const view = viewOn(free);
    view.entry.take('K7M4QX');
    await view.submitCode();
    pass(view, 10_000);
    view.typed();
    expect(view.trouble?.wait).toContain('20\u00a0secondes');
    pass(view, 20_000);
    expect(view.trouble).toBeNull();
  });
});

describe('how a visitor reads', () => {
  const chosen = (view: KioskView): unknown[] => [
    view.preferences.language,
    view.preferences.theme,
    view.preferences.textSize,
  ];

  function choose(view: KioskView): void {
    view.prefer((preferences) => {
      preferences.language = 'uk';
      preferences.changeTheme();
      preferences.changeTextSize();
    });
  }

  test('lasts through the session and the word that all is erased, and no longer', () => {
    const view = viewOn(free);
    choose(view);
    view.receive(next(active));
    view.receive(next({ phase: 'wiping', reason: 'time-over' }));
    view.receive(next({ ...free, justErased: true }));
    expect(chosen(view)).toEqual(['uk', 'contrast', 150]);
    view.receive(next(free));
    expect(chosen(view)).toEqual(['fr', 'light', 100]);
  });

  test('is not taken from the next visitor who already chose', () => {
    const view = viewOn(active, { ...free, justErased: true });
    choose(view);
    view.receive(next(free));
    expect(chosen(view)).toEqual(['uk', 'contrast', 150]);
  });

  test('is forgotten with a half-typed code when nobody is there', () => {
    const view = viewOn(free);
    choose(view);
    view.entry.take('K7');
    pass(view, 59_000);
    view.touched();
    pass(view, 59_000);
    expect(view.entry.code).toBe('K7');
    pass(view, 2000);
    expect([view.entry.code, ...chosen(view)]).toEqual(['', 'fr', 'light', 100]);
  });
});

describe('help', () => {
  test('that was asked for before a session is confirmed on the screen', async () => {
    const view = viewOn(free);
    await view.help.call();
    view.receive(next(free, { helpCalled: true }));
    expect(view.helpState).toBe('called');
  });

  test('that is on its way is called no longer, and can be called again', async () => {
    const view = viewOn(active);
    await view.help.call();
    view.receive(next(active, { helpCalled: true }));
    view.receive(next(active, { helpCalled: false }));
    expect(view.helpState).toBe('none');
  });

  test('that cannot be asked for is said too', async () => {
    answers['help.call'] = { ok: false, problem: { code: 'not-now', where: 'help', expected: 'a desk' } };
    const view = viewOn(active);
    await view.help.call();
    expect(view.helpState).toBe('failed');
    view.help.forget();
    expect(view.helpState).toBe('none');
  });
});

test('the question whether to finish does not outlive the session', () => {
  const view = viewOn(active);
  view.ask('end');
  expect(view.question).toBe('end');
  view.receive(next({ phase: 'wiping', reason: 'time-over' }));
  view.receive(next(active));
  expect(view.question).toBeNull();
});

test('the page of tiles is told of every choice, and of its end', async () => {
  const view = viewOn(free);
  view.prefer((preferences) => (preferences.language = 'ar'));
  view.prefer((preferences) => preferences.changeTheme());
  view.prefer((preferences) => preferences.changeTextSize());
  view.receive(next(active));
  view.receive(next(free));
  await vi.waitFor(() =>
    expect(calls).toEqual([
      { name: 'language.choose', input: { language: 'ar' } },
      { name: 'theme.choose', input: { theme: 'contrast' } },
      { name: 'text.choose', input: { text: 150 } },
      { name: 'language.choose', input: { language: 'fr' } },
      { name: 'theme.choose', input: { theme: 'light' } },
      { name: 'text.choose', input: { text: 100 } },
    ]),
  );
});

test('more time that is refused is explained in the bar', async () => {
  answers['session.extend'] = { ok: false, problem: { code: 'not-now', where: 'call', expected: 'a quieter moment' } };
  const view = viewOn(active);
  await view.extend();
  expect(view.question).toBe('no-extension');
  view.goOn();
  expect(view.question).toBeNull();
});
