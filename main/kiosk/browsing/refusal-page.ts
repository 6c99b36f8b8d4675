import { createHash } from 'node:crypto';
import type { Language } from '../../../contract/language.ts';
import { homeAddress } from './decide.ts';
import { ar } from './refusal-words/ar.ts';
import { en } from './refusal-words/en.ts';
import { es } from './refusal-words/es.ts';
import { fr } from './refusal-words/fr.ts';
import { uk } from './refusal-words/uk.ts';
import type { PageReason, RefusalWords } from './refusal-words/words.ts';

export type { PageReason } from './refusal-words/words.ts';

/**
 * The page that stands in the place of one that was refused: by the proxy over http, by the hosts over https. It is shown in the refused
 * site's own origin, so it holds no script, loads nothing, and repeats nothing of the address.
 */

const words: Readonly<Record<Language, RefusalWords>> = { fr, en, ar, uk, es };

/** The look's colours (`renderer/parts/tokens.css`), since nothing can be loaded here. */
const style = `
:root{color-scheme:light dark;--ink:light-dark(#16232d,#eef3f4);--soft:light-dark(#475866,#b4c3ca);--paper:light-dark(#f8f4ec,#10191e);--card:light-dark(#fff,#1a272e);--line:light-dark(#d9d0c1,#3a4a53);--brand:light-dark(#0b5563,#7fd0dc);--on-brand:light-dark(#fff,#06232a);--sun:#f4b942;--soon:light-dark(#8a4b00,#f5c26b);--soon-tint:light-dark(#fff0d4,#3d2d10)}
@media(prefers-contrast:more){:root{--ink:light-dark(#000,#fff);--soft:light-dark(#000,#fff);--line:light-dark(#2b2721,#fff)}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:clamp(16px,4vw,64px);background:var(--paper);color:var(--ink);font:400 20px/1.5 "Atkinson Hyperlegible Next","Atkinson Hyperlegible",system-ui,"Noto Sans","Noto Sans Arabic",sans-serif}
main{width:min(100%,46rem);padding:clamp(20px,5vw,56px);background:var(--card);border:2px solid var(--line);border-inline-start:8px solid var(--soon);border-radius:14px}
svg{display:block;width:56px;height:56px;padding:12px;border-radius:16px;background:var(--soon-tint);color:var(--soon)}
h1{margin:24px 0 12px;font-size:clamp(26px,4vw,40px);line-height:1.15;text-wrap:balance}
p{margin:0 0 12px;text-wrap:pretty}
.next{font-weight:600}
.facilitator{margin:24px 0 0;padding-top:24px;border-top:2px solid var(--line);color:var(--soft)}
a{display:inline-flex;align-items:center;min-height:56px;margin-top:12px;padding:8px 28px;border:2px solid var(--brand);border-radius:28px;background:var(--brand);color:var(--on-brand);font-weight:600;text-decoration:none}
a:focus-visible{outline:3px solid var(--ink);outline-offset:2px;box-shadow:0 0 0 6px var(--sun)}
`;

const contentPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** What goes with the page as an answer (status 403), whoever gives it. */
export const refusalHeaders: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': contentPolicy,
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

export interface Refusal {
  readonly reason: PageReason;
  /** Of the filter list, with `category-refused`. */
  readonly category?: string;
  readonly language?: Language;
}

/** A whole HTML document: why the page is not there, what to do next, and the way home. */
export function refusalPage({ reason, category = '', language = 'fr' }: Refusal): string {
  const { reasons, home, facilitator, categories, listedAs } = words[language];
  const { title, why: plainWhy, next } = reasons[reason];
  const listed = categories[category];
  const why = listed === undefined ? plainWhy : listedAs.replace('{category}', listed);
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main data-reason="${reason}">
<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="M12 16v-4M12 8h.01"/></svg>
<h1>${title}</h1>
<p>${why}</p>
<p class="next">${next}</p>
<a href="${homeAddress}" target="_top">${home}</a>
<p class="facilitator">${facilitator}</p>
</main>
</body>
</html>
`;
}
