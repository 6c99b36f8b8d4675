import type { Locator, Page } from 'playwright';
import { afterAll, beforeEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { languages } from '../../contract/language.ts';
import { noEase } from '../../contract/screens.ts';
import { openStage, tell, type KioskStage, type Look, type Played } from './kiosk-stage.ts';
import { measurePage } from './page-measure.ts';
import { active, charter, ending, free, fullScenes, paused, snapshotOf, warned } from './scenes.ts';

/**
 * What people need of the kiosk's screens, point by point of the checklist for closed machines (EN 301 549 §5.1, RGAA, WCAG 2.2).
 * Shown elsewhere: contrast, names and roles in every scene, theme and language (`kiosk-axe`); targets, reflow and text up to 200 %
 * (`kiosk-layout`); reading how a visitor wishes and its reset (`kiosk-view`); ICU words in five languages (`words`); codes that are easy
 * to type and to paste (`code-entry`); the sound of a warning (main/kiosk/voice); keys one after the other under the key guard (`hosts`).
 * Charts and their tables are the reports' (12). Of (13): switches and keyboards of one's own are keyboards to the machine, under the same
 * guard; a braille display has no driver here, so nothing is written on it. Disks are another matter: no page sees a file of this machine.
 */

let stage: KioskStage;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
}, 60_000);

afterAll(async () => {
  await stage.close();
});

async function open(look: Partial<Look> = {}): Promise<void> {
  page = await stage.open({ width: 1280, height: 800, ...look }, snapshotOf(free, { voices: ['fr', 'en'] }));
  const opened = page;
  onTestFinished(() => opened.close());
}

const calls = (): Promise<Played['calls']> => page.evaluate(() => (window as unknown as Played).calls);

const said = async (): Promise<string[]> =>
  (await calls()).filter(({ name }) => name === 'speech.say').map(({ input }) => (input as { text: string }).text);

const focused = (): Promise<string | undefined> => page.evaluate(() => document.activeElement?.tagName);

describe('1. by keyboard alone', () => {
  test.each(Object.entries(fullScenes))(
    'every control of the scene "%s" is reached by Tab and none holds it',
    async (_, scene) => {
      await open();
      await tell(page, snapshotOf(scene, { number: 2 }));
      const controls = await page.locator('button, input').count();
      const reached = new Set<string>();
      for (let step = 0; step < controls + 2; step += 1) {
        await page.keyboard.press('Tab');
        reached.add(await page.evaluate(() => document.activeElement?.outerHTML ?? ''));
      }
      reached.delete(await page.evaluate(() => document.body.outerHTML));
      expect(reached.size).toBeGreaterThanOrEqual(controls);
    },
  );

  test('from the welcome screen to browsing it takes three keys besides the code', async () => {
    await open();
    await page.keyboard.type('K7M4QX', { delay: 50 });
    const keys = ['Enter', 'Tab', 'Enter'];
    await page.keyboard.press(keys[0] ?? '');
    await expect.poll(calls).toContainEqual({ name: 'code.submit', input: { code: 'K7M4QX' } });
    await tell(page, snapshotOf(charter, { number: 2 }));
    for (const key of keys.slice(1)) await page.keyboard.press(key);
    await expect.poll(calls).toContainEqual({ name: 'charter.answer', input: { accepted: true } });
  });

  test('or, without a keyboard, three touches', async () => {
    await open();
    const touch = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
    await touch('Clavier à l’écran');
    for (const symbol of 'K7M4QX') await touch(symbol);
    await touch('Commencer');
    await expect.poll(calls).toContainEqual({ name: 'code.submit', input: { code: 'K7M4QX' } });
    await tell(page, snapshotOf(charter, { number: 2 }));
    await touch('J’accepte');
    await expect.poll(calls).toContainEqual({ name: 'charter.answer', input: { accepted: true } });
  });

  test.each([
    ['who was called', { phase: 'called', label: '41', minutes: 60 }, 'called.answer'],
    ['who comes to a kiosk that is open to all', { ...free, openAccessMinutes: 30 }, 'open.start'],
  ] as const)('%s begins with one key', async (_, scene, name) => {
    await open();
    await tell(page, snapshotOf(scene, { number: 2 }));
    await page.keyboard.press('Enter');
    await expect.poll(calls).toContainEqual({ name, input: {} });
  });
});

describe('2. built-in speech', () => {
  test('one key reads the screen, and what comes after it, until it is stopped', async () => {
    await open();
    await page.keyboard.press('F2');
    await expect.poll(said).toEqual([expect.stringContaining('Tapez le code de votre ticket') as string]);
    await tell(page, snapshotOf(charter, { number: 2, voices: ['fr'] }));
    await expect.poll(said).toHaveLength(2);
    expect((await said())[1]).toContain('Vous avez 30\u00a0minutes');
    await page.getByRole('button', { name: 'Répéter' }).click();
    await expect.poll(said).toHaveLength(3);
    await page.getByRole('button', { name: 'Arrêter' }).click();
    await expect.poll(calls).toContainEqual({ name: 'speech.stop', input: {} });
    await tell(page, snapshotOf(paused, { number: 3, voices: ['fr'] }));
    expect(await said()).toHaveLength(3);
  });

  test('speed and volume are set by keyboard while one listens, heard at once, and given back to the next visitor', async () => {
    await open();
    const chip = (name: string): Locator => page.getByRole('button', { name });
    const manners = async (): Promise<unknown[]> =>
      (await calls())
        .filter(({ name }) => name === 'speech.say')
        .map(({ input }) => input as { wordsPerMinute: number; volumePercent: number })
        .map(({ wordsPerMinute, volumePercent }) => [wordsPerMinute, volumePercent]);
    expect(await chip('Plus vite').count()).toBe(0);
    await page.keyboard.press('F2');
    for (const name of ['Plus vite', 'Plus vite', 'Moins fort', 'Plus vite']) {
      await chip(name).focus();
      await page.keyboard.press('Enter');
    }
    // The fastest is the fastest: nothing changes, and the focus stays.
    expect(await chip('Plus vite').getAttribute('aria-disabled')).toBe('true');
    expect(await focused()).toBe('BUTTON');
    const set = [
      [175, 100],
      [230, 100],
      [300, 100],
      [300, 50],
    ];
    await expect.poll(manners).toEqual(set);
    await tell(page, snapshotOf(charter, { number: 2, voices: ['fr'] }));
    await expect.poll(manners).toEqual([...set, [300, 50]]);
    await tell(page, snapshotOf(free, { number: 3, voices: ['fr'] }));
    await page.keyboard.press('F2');
    await expect.poll(async () => (await manners()).at(-1)).toEqual([175, 100]);
  });

  test('a machine without a voice for the language says so', async () => {
    await open({ language: 'uk' });
    await page.getByRole('button', { name: 'Слухати' }).click();
    await expect.poll(() => page.locator('footer [role=status]').textContent()).toContain('немає голосу');
    expect(await said()).toEqual([]);
  });
});

test('3. text size, colours and language are one press away, and given back to the next visitor', async () => {
  await open();
  await page.getByRole('button', { name: 'Contraste' }).click();
  await page.getByRole('button', { name: 'Plus grand' }).click();
  await page.getByRole('button', { name: 'English' }).click();
  await tell(page, snapshotOf(active, { number: 2 }));
  const reading = (): Promise<unknown[]> =>
    page.evaluate(() => {
      const { lang, dataset } = document.documentElement;
      return [lang, dataset['theme'], dataset['text']];
    });
  expect(await reading()).toEqual(['en', 'contrast', '150']);
  await tell(page, snapshotOf(free, { number: 3 }));
  await expect.poll(reading).toEqual(['fr', 'light', '100']);
});

test('4. a state is never colour alone: icon and word stand beside it', async () => {
  await open();
  for (const [number, name] of ['free', 'reserved', 'refused', 'paused', 'out-of-service'].entries()) {
    await tell(page, snapshotOf(fullScenes[name] ?? free, { number: number + 2 }));
    const state = page.locator('main').locator('.pill, .told, section').first();
    expect([await state.locator('svg').count(), await state.innerText()]).toEqual([
      expect.any(Number) as number,
      expect.stringMatching(/\w{4,}/) as string,
    ]);
    expect(await state.locator('svg').count()).toBeGreaterThan(0);
  }
});

describe('5. the limit of time', () => {
  beforeEach(async () => {
    await open();
    await page.setViewportSize({ width: 1280, height: 400 });
  });

  test('is told in words, and warned of in text and speech, with one action for more', async () => {
    await tell(page, snapshotOf(active, { number: 2, voices: ['fr'] }));
    expect(await page.getByRole('timer').innerText()).toContain('42\u00a0minutes');
    await page.getByRole('button', { name: 'Écouter' }).click();
    await tell(page, snapshotOf(warned, { number: 3, voices: ['fr'] }));
    expect(await page.getByRole('alert').innerText()).toContain('Il vous reste 5\u00a0minutes');
    await expect.poll(async () => (await said()).at(-1)).toContain('Il vous reste 5\u00a0minutes');
    await page.getByRole('button', { name: 'Encore 15\u00a0minutes' }).click();
    await expect.poll(calls).toContainEqual({ name: 'session.extend', input: {} });
  });

  test('that cannot be moved says why and what to do', async () => {
    const refused = { possible: false, reason: 'refused-someone-waits' } as const;
    await tell(page, snapshotOf({ ...active, extension: refused }, { number: 2 }));
    await page.getByRole('button', { name: 'Prolonger' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Quelqu’un attend une place.');
    expect(await page.getByRole('alert').innerText()).toContain('À l’accueil');
  });

  test('ends with a while to save, that one may cut short', async () => {
    await tell(page, snapshotOf(ending, { number: 2 }));
    await page.setViewportSize({ width: 1280, height: 72 });
    expect(await page.locator('main').innerText()).toContain('pour enregistrer ou envoyer votre travail');
    await page.getByRole('button', { name: 'Terminer' }).click();
    await expect.poll(calls).toContainEqual({ name: 'session.end', input: {} });
  });

  test('of somebody who seems gone is asked for first', async () => {
    await tell(page, snapshotOf({ ...active, presenceAskedMs: 30_000 }, { number: 2 }));
    await page.getByRole('button', { name: 'Oui, je suis là' }).click();
    await expect.poll(calls).toContainEqual({ name: 'presence.confirm', input: {} });
  });
});

describe('6. status messages', () => {
  test('never take the focus from the page, nor speak each second', async () => {
    await open();
    await tell(page, snapshotOf(active, { number: 2 }));
    await page.setViewportSize({ width: 1280, height: 400 });
    const told: string[] = [];
    for (const [number, scene] of [
      warned,
      { ...active, extended: 15 },
      { ...active, presenceAskedMs: 30_000 },
    ].entries()) {
      await tell(page, snapshotOf(scene, { number: number + 3 }));
      expect(await focused()).toBe('BODY');
      told.push(await page.getByRole('alert').innerText());
    }
    await expect.poll(() => page.locator('.wait').innerText(), { timeout: 10_000 }).toMatch(/2\d\u00a0secondes/);
    expect(await page.getByRole('alert').innerText()).toBe(told.at(-1));
  });
});

test('7. ten digits can be pointed at, in a bar of one line, in every language and size', async () => {
  for (const language of languages) {
    for (const text of [100, 200] as const) {
      await open({ language, text });
      await tell(page, snapshotOf(active, { number: 2 }));
      await page.setViewportSize({ width: 1024, height: 72 });
      await page.locator('.bar-button:has(.lucide-lock-keyhole)').click();
      expect({ language, text, faults: await page.evaluate(measurePage) }).toEqual({ language, text, faults: [] });
    }
  }
}, 60_000);

describe('8. a code without a test of memory', () => {
  test('locks the screen: the visitor chooses it, sees it, and types it again', async () => {
    await open();
    await tell(page, snapshotOf(active, { number: 2 }));
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.keyboard.type('27');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('alert').innerText()).toBe('Il manque 2\u00a0chiffres');
    await page.keyboard.type('35');
    await page.getByRole('button', { name: 'Verrouiller' }).click();
    await expect.poll(calls).toContainEqual({ name: 'session.pause', input: { code: '2735' } });
    await tell(page, snapshotOf(paused, { number: 3 }));
    for (const digit of '2735') await page.getByRole('button', { name: digit, exact: true }).click();
    await page.getByRole('button', { name: 'Reprendre' }).click();
    await expect.poll(calls).toContainEqual({ name: 'session.unpause', input: { code: '2735' } });
  });
});

describe('9. errors and help', () => {
  test('a wrong pause code is named at its field, with what to do', async () => {
    await open();
    await page.evaluate(() => {
      const problem = { code: 'code-refused', where: 'code', expected: 'the code that was chosen' };
      (window as unknown as Played).answers['session.unpause'] = { ok: false, problem };
    });
    await tell(page, snapshotOf(paused, { number: 2 }));
    await page.keyboard.type('1111\n');
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('Ce n’est pas le bon code');
    const field = page.getByLabel('Tapez les chiffres que vous avez choisis');
    expect([await field.getAttribute('aria-describedby'), await field.inputValue()]).toEqual(['pause-trouble', '']);
  });

  test.each(Object.entries(fullScenes))('help is at the same place in the scene "%s"', async (_, scene) => {
    await open();
    const before = await page.getByRole('button', { name: 'Appeler quelqu’un' }).boundingBox();
    await tell(page, snapshotOf(scene, { number: 2 }));
    const help = page.getByRole('button', { name: 'Appeler quelqu’un' });
    expect(await help.boundingBox()).toEqual(before);
    await help.click();
    await expect.poll(calls).toContainEqual({ name: 'help.call', input: {} });
    await tell(page, snapshotOf(scene, { number: 3, helpCalled: true }));
    await expect.poll(() => page.locator('header [role=status]').innerText()).toContain('03 81 00 00 00');
  });

  test('help stays at its place under the longest name of a place', async () => {
    await open();
    const help = page.getByRole('button', { name: 'Appeler quelqu’un' });
    const before = await help.boundingBox();
    const placeName = 'Espace public numérique de la maison de quartier des Chaprais et de la Cassotte';
    await tell(page, snapshotOf(free, { number: 2, placeName, workstationName: 'Poste 14, à la fenêtre' }));
    const after = await help.boundingBox();
    expect([after?.x, after?.width]).toEqual([before?.x, before?.width]);
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(12);
  });
});

test('10. each language is named in its own script and marked as such', async () => {
  await open();
  const chips = page.getByRole('group', { name: 'Langue' }).getByRole('button');
  const names = await chips.evaluateAll((buttons) =>
    buttons.map((button) => [button.getAttribute('lang'), button.textContent.trim()]),
  );
  expect(names).toEqual([
    ['fr', 'Français'],
    ['en', 'English'],
    ['ar', 'العربية'],
    ['uk', 'Українська'],
    ['es', 'Español'],
  ]);
  await chips.nth(2).click();
  expect(await calls()).toContainEqual({ name: 'language.choose', input: { language: 'ar' } });
});

test('11. easier keys and a larger pointer are offered, by keyboard, where the machine can', async () => {
  await open();
  await page.getByRole('button', { name: 'Plus de confort' }).focus();
  await page.keyboard.press('Enter');
  for (const step of ['Tab', 'Space', 'Tab', 'Tab', 'Space']) await page.keyboard.press(step);
  const wished = (await calls()).filter(({ name }) => name === 'ease.choose').map(({ input }) => input);
  expect(wished).toEqual([
    { ...noEase, stickyKeys: true },
    { ...noEase, largePointer: true },
  ]);
  // What is pressed is what the kiosk says it is.
  await tell(page, snapshotOf(free, { number: 2, ease: { ...noEase, slowRepeat: true } }));
  const pressed = page.locator('main button[aria-pressed=true]');
  expect(await pressed.allInnerTexts()).toEqual([expect.stringMatching(/^Répétition lente[^]*Oui$/)]);
  await page.getByRole('button', { name: 'Revenir' }).click();
  await expect.poll(() => page.locator('h1').innerText()).not.toContain('Clavier');
  await tell(page, snapshotOf(free, { number: 3, ease: null }));
  expect(await page.getByRole('button', { name: 'Plus de confort' }).count()).toBe(0);
});

test.each(languages)('11. that page fits in %s at every size of text and in every theme', async (language) => {
  for (const text of [100, 200] as const) {
    await open({ width: 1024, height: 768, language, text, theme: text === 200 ? 'contrast' : 'light' });
    await page.locator('footer button:has(.lucide-accessibility)').click();
    expect({ text, faults: await page.evaluate(measurePage) }).toEqual({ text, faults: [] });
  }
});

test('11. nothing moves for who wishes so, and nothing ever flashes', async () => {
  await open();
  for (const [number, scene] of Object.values({ ...fullScenes, active, warned }).entries()) {
    await tell(page, snapshotOf(scene, { number: number + 2 }));
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  }
  // With motion, one bar goes to and fro, slower than anything that can be called a flash (three a second).
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await tell(page, snapshotOf({ phase: 'wiping', reason: 'visitor-ended' }, { number: 99 }));
  const seconds = await page.evaluate(() =>
    document.getAnimations().map((animation) => Number(animation.effect?.getComputedTiming().duration) / 1000),
  );
  expect(seconds.filter((duration) => duration < 1)).toEqual([]);
});

test('14. a pause code is not shown to those who stand behind, nor read aloud', async () => {
  await open();
  await page.keyboard.press('F2');
  await tell(page, snapshotOf(paused, { number: 2, voices: ['fr'] }));
  await page.keyboard.type('2735');
  expect(await page.getByLabel('Tapez les chiffres que vous avez choisis').getAttribute('type')).toBe('password');
  expect((await said()).join()).not.toContain('2735');
});

test('15. maintenance is behind a code, and left again', async () => {
  await open();
  await page.getByRole('button', { name: 'Entretien, pour l’équipe' }).click();
  await page.keyboard.type('entretien\n');
  await expect.poll(calls).toContainEqual({ name: 'maintenance.enter', input: { code: 'entretien' } });
  await tell(page, snapshotOf({ phase: 'maintenance' }, { number: 2 }));
  await page.getByRole('button', { name: 'Terminer l’entretien' }).click();
  await expect.poll(calls).toContainEqual({ name: 'maintenance.leave', input: {} });
});
