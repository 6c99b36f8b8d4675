import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { languages } from '../../contract/language.ts';
import { refusalReasons } from '../../main/kiosk/browsing/decide.ts';
import { plainPageHeaders } from '../../main/kiosk/browsing/plain-page.ts';
import { refusalPage, type PageReason } from '../../main/kiosk/browsing/refusal-page.ts';
import { fr } from '../../main/kiosk/browsing/refusal-words/fr.ts';

const reasons = Object.keys(fr.reasons) as PageReason[];

test('every reason of the rules has its words', () => {
  expect(reasons).toEqual(expect.arrayContaining([...refusalReasons]));
});

describe.each(languages)('in %s', (language) => {
  const pages = reasons.map((reason) => refusalPage({ reason, language }));

  test('each reason says something of its own, and shows the way home', () => {
    const titles = pages.map((page) => /<h1>(.+)<\/h1>/.exec(page)?.[1]);
    expect(new Set(titles).size).toBe(reasons.length);
    for (const page of pages) expect(page).toContain('href="http://accueil.escale.internal/" target="_top"');
  });

  test('the page says its language and direction', () => {
    for (const page of pages)
      expect(page).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`);
  });

  test('the words are text: nothing in them is markup', () => {
    for (const page of pages)
      expect(
        /<main[^>]*>([\s\S]+)<\/main>/.exec(page)?.[1]?.match(/<(?!\/?(svg|circle|path|h1|p|nav|a)\b)/),
      ).toBeNull();
  });
});

test('no language asked for is French', () => {
  expect(refusalPage({ reason: 'site-refused' })).toBe(refusalPage({ reason: 'site-refused', language: 'fr' }));
});

test('the page may load nothing and run nothing; its own style is named by its bytes', () => {
  const page = refusalPage({ reason: 'site-refused' });
  const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = plainPageHeaders['Content-Security-Policy'] ?? '';
  expect(policy).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
  expect(page).toContain(`content="${policy}"`);
  expect(page).not.toMatch(/<script|src=|url\(|@import| style=/);
});

test('French keeps its no-break space before a double sign', () => {
  for (const text of Object.values(fr.reasons))
    expect(Object.values(text).join('\n')).not.toMatch(/(^|[^\u00a0\u202f])[:;?!]/);
});
