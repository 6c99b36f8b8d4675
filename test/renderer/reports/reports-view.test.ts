import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Problem, Result } from '../../../contract/problem.ts';
import type { CentralCall } from '../../../renderer/reports/central-call.ts';
import { ReportsView } from '../../../renderer/reports/reports-view.svelte.ts';

const today = Temporal.PlainDate.from('2026-11-12');

const told: Record<string, unknown> = {
  'figures.report': {
    path: [{ scope: 'network', name: 'Port-Clair' }],
    ...{ counts: {}, before: null },
    coverage: { places: 0, placesHeard: 0, daysExpected: 0, daysHeard: 0, setAside: 0, silent: [] },
  },
  'figures.series': { rows: [] },
  'figures.parts': { rows: [] },
  'session.sign-in': { name: 'mairie' },
  'session.sign-out': {},
};
const refused = (code: Problem['code']): Result<unknown> => ({
  ok: false,
  problem: { code, where: 'x', expected: 'x' },
});

describe('the reports', () => {
  /** What central was asked, each with the way to answer it: null = as told above. */
  let asked: { name: string; input: object; answer: (refusal: Result<unknown> | null) => void }[];
  let address: string;
  let view: ReportsView;

  const answerAll = (refusal: Result<unknown> | null = null): void => {
    for (const { answer } of asked.splice(0)) answer(refusal);
  };

  beforeEach(() => {
    asked = [];
    address = '';
    const call = (name: string, input: object): Promise<Result<unknown>> =>
      new Promise((resolve) => {
        asked.push({ name, input, answer: (refusal) => resolve(refusal ?? { ok: true, value: told[name] }) });
      });
    view = new ReportsView({
      call: call as CentralCall,
      today,
      asked: { scope: 'network', period: { from: today, to: today }, by: 'commune' },
      showAddress: (search) => (address = search),
    });
  });

  it('ask for a sign-in, then show the figures', async () => {
    const loading = view.load();
    expect(view.scene.at).toBe('waiting');
    answerAll(refused('sign-in-first'));
    await loading;
    expect(view.scene).toEqual({ at: 'sign-in', problem: null });

    const signingIn = view.signIn('mairie', 'une phrase');
    answerAll();
    await expect.poll(() => asked.length).toBeGreaterThan(0);
    answerAll();
    await signingIn;
    expect(view.scene.at).toBe('report');
  });

  it('keep the sign-in and say why when it is refused', async () => {
    const signingIn = view.signIn('mairie', 'devinée');
    answerAll(refused('not-accepted'));
    await signingIn;
    expect(view.scene).toMatchObject({ at: 'sign-in', problem: { code: 'not-accepted' } });
    expect(view.busy).toBe(false);
  });

  it('say that central is out of reach, and try again when asked', async () => {
    const loading = view.load();
    answerAll(refused('not-now'));
    await loading;
    expect(view.scene).toMatchObject({ at: 'stuck', problem: { code: 'not-now' } });
    const again = view.load();
    answerAll();
    await again;
    expect(view.scene.at).toBe('report');
  });

  it('show what was asked for last, whichever answer comes last', async () => {
    const first = view.choosePreset('month');
    const questions = asked.splice(0);
    const second = view.choosePreset('last-month');
    expect(address).toBe('?from=2026-10-01&to=2026-10-31');
    answerAll();
    for (const { answer } of questions) answer(null);
    await Promise.all([first, second]);
    const { scene } = view;
    expect(scene.at === 'report' && scene.report.asked.period.from.toString()).toBe('2026-10-01');
  });

  it('ask for no parts of a place, and for no year before day by day', async () => {
    const asking = view.ask({ ...view.asked, scope: 'place:9b6231db-cd65-4820-80c1-b1675b5ad721' });
    expect(asked.map(({ name }) => name)).toEqual(['figures.report', 'figures.series']);
    answerAll();
    await asking;
  });

  it('go back to what an address says', async () => {
    const returning = view.returnTo('?scope=commune%3A25056&from=2026-01-01&to=2026-10-31');
    expect(asked.map(({ name, input }) => [name, (input as { from: string }).from])).toEqual([
      ['figures.report', '2026-01-01'],
      ['figures.series', '2026-01-01'],
      ['figures.series', '2025-01-01'],
      ['figures.parts', '2026-01-01'],
    ]);
    answerAll();
    await returning;
    expect(view.asked.scope).toBe('commune:25056');
    expect(address).toBe('');
  });

  it('go back to the sign-in after signing out', async () => {
    const leaving = view.signOut();
    answerAll();
    await leaving;
    expect(view.scene).toEqual({ at: 'sign-in', problem: null });
  });
});
