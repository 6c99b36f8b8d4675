import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Problem, Result } from '../../../contract/problem.ts';
import type { CentralCall } from '../../../renderer/reports/central-call.ts';
import { ReportsView } from '../../../renderer/reports/reports-view.svelte.ts';

const today = Temporal.PlainDate.from('2026-11-12');

const empty: Result<unknown> = { ok: true, value: { places: [], days: [] } };
const refused = (code: Problem['code']): Result<unknown> => ({
  ok: false,
  problem: { code, where: 'x', expected: 'x' },
});

describe('the reports', () => {
  /** What central was asked, each with the way to answer it. */
  let asked: { name: string; input: object; answer: (result: Result<unknown>) => void }[];
  let address: string;
  let view: ReportsView;

  const answer = (at: number, result: Result<unknown>): void => asked[at]?.answer(result);

  beforeEach(() => {
    asked = [];
    address = '';
    const call = (name: string, input: object): Promise<Result<unknown>> =>
      new Promise((resolve) => asked.push({ name, input, answer: resolve }));
    view = new ReportsView({
      call: call as CentralCall,
      now: () => new Date('2026-11-12T12:00:00.000Z'),
      today,
      period: { from: today, to: today },
      showAddress: (search) => (address = search),
    });
  });

  it('ask for a sign-in, then show the figures', async () => {
    const loading = view.load();
    expect(view.scene.at).toBe('waiting');
    answer(0, refused('sign-in-first'));
    await loading;
    expect(view.scene).toEqual({ at: 'sign-in', problem: null });

    const signingIn = view.signIn('mairie', 'une phrase');
    answer(1, { ok: true, value: { name: 'mairie' } });
    await expect.poll(() => asked.length).toBe(3);
    answer(2, empty);
    await signingIn;
    expect(asked.map(({ name }) => name)).toEqual(['figures.days', 'session.sign-in', 'figures.days']);
    expect(view.scene.at).toBe('report');
  });

  it('keep the sign-in and say why when it is refused', async () => {
    const signingIn = view.signIn('mairie', 'devinée');
    answer(0, refused('not-accepted'));
    await signingIn;
    expect(view.scene).toMatchObject({ at: 'sign-in', problem: { code: 'not-accepted' } });
    expect(view.busy).toBe(false);
  });

  it('say that central is out of reach, and try again when asked', async () => {
    const loading = view.load();
    answer(0, refused('not-now'));
    await loading;
    expect(view.scene).toMatchObject({ at: 'stuck', problem: { code: 'not-now' } });
    const again = view.load();
    answer(1, empty);
    await again;
    expect(view.scene.at).toBe('report');
  });

  it('show the period chosen last, whichever answer comes last', async () => {
    const first = view.choosePreset('week');
    const second = view.choosePreset('last-month');
    expect(address).toBe('?from=2026-10-01&to=2026-10-31');
    answer(1, empty);
    answer(0, empty);
    await Promise.all([first, second]);
    const { scene } = view;
    expect(scene.at === 'report' && scene.report.period.from.toString()).toBe('2026-10-01');
  });

  it('go back to the sign-in after signing out', async () => {
    const leaving = view.signOut();
    answer(0, { ok: true, value: {} });
    await leaving;
    expect(view.scene).toEqual({ at: 'sign-in', problem: null });
  });
});
