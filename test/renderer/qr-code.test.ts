import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright';
import { render } from 'svelte/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { themes } from '../../contract/screens.ts';
import QrCode from '../../renderer/parts/qr-code.svelte';
import { openBrowser } from '../browser.ts';
import { type GrayPicture, readQr } from '../qr-reader.ts';

/** The part in a real browser, looked at as a camera does. */

let browser: Browser;
let page: Page;
let styles: string;

beforeAll(async () => {
  const sheets = ['tokens', 'base'].map((name) => new URL(`../../renderer/parts/${name}.css`, import.meta.url));
  styles = (await Promise.all(sheets.map((sheet) => readFile(sheet, 'utf8')))).join('\n');
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 300, height: 300 } });
}, 60_000);

afterAll(() => browser.close());

async function show(content: string, theme: string): Promise<void> {
  const { body } = render(QrCode, { props: { content, label: 'Le code K7M-4QX' } });
  await page.setContent(
    `<html lang="fr" data-theme="${theme}"><title>x</title><style>${styles}</style><div style="width: 200px">${body}</div></html>`,
  );
}

/** Cut out as drawn: what stands around it is not part of the picture. */
async function pictureOfCode(): Promise<GrayPicture> {
  const png = (await page.getByRole('img').screenshot()).toString('base64');
  const { width, height, shades } = await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
    if (pen === null) throw new Error('no canvas');
    pen.drawImage(image, 0, 0);
    const pixels = pen.getImageData(0, 0, image.width, image.height).data;
    const reds = Array.from({ length: pixels.length / 4 }, (_, at) => pixels[at * 4] ?? 0);
    return { width: image.width, height: image.height, shades: reds };
  }, png);
  return { width, height, shades: Uint8Array.from(shades) };
}

describe.each([...themes.map((theme) => [theme, 'none'] as const), ['dark', 'active'] as const])(
  'in the %s theme, colours forced: %s',
  (theme, forcedColors) => {
    test('is read, and is black on white with its free ground', async () => {
      await page.emulateMedia({ forcedColors, colorScheme: theme === 'dark' ? 'dark' : 'light' });
      await show('K7M4QX', theme);
      const picture = await pictureOfCode();
      expect(readQr(picture)).toBe('K7M4QX');
      expect([...new Set(picture.shades)].sort((one, other) => one - other)).toEqual([0, 255]);
      const module = picture.width / (21 + 8);
      const edge = picture.shades.subarray(0, picture.width * Math.floor(4 * module));
      expect(edge.length).toBeGreaterThan(picture.width);
      expect(edge.every((shade) => shade === 255)).toBe(true);
    });
  },
);

test('says what it is to those who do not see it', async () => {
  await show('K7M4QX', 'light');
  expect(await page.getByRole('img', { name: 'Le code K7M-4QX', exact: true }).count()).toBe(1);
});

test('holds an address as well', async () => {
  const address = 'https://escale.ville.example/r/3f0c2a52-7f8c-4a59-9f34-5a0f7c5d0e11';
  await show(address, 'light');
  expect(readQr(await pictureOfCode())).toBe(address);
});
