import { createHash } from 'node:crypto';
import type { Language } from '../../../contract/language.ts';

/** A page of the kiosk's own that stands in the visitor's tab without a script, and loads nothing: whatever site it is shown for. */

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
p b{overflow-wrap:anywhere}
.next{font-weight:600}
nav{display:flex;flex-wrap:wrap;gap:12px;margin-top:24px}
.facilitator{margin:24px 0 0;padding-top:24px;border-top:2px solid var(--line);color:var(--soft)}
a{display:inline-flex;align-items:center;min-height:56px;padding:8px 28px;border:2px solid var(--brand);border-radius:28px;color:var(--brand);font-weight:600;text-decoration:none}
a:first-of-type{background:var(--brand);color:var(--on-brand)}
a:focus-visible{outline:3px solid var(--ink);outline-offset:2px;box-shadow:0 0 0 6px var(--sun)}
`;

const contentPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** What goes with such a page as an answer, whoever gives it. */
export const plainPageHeaders: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': contentPolicy,
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

export interface PageLink {
  readonly words: string;
  readonly address: string;
}

export interface PlainPage {
  readonly language: Language;
  /** For tests and tools; said to nobody. */
  readonly kind: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** What to do now. */
  readonly next: string;
  /** The first looks like the thing to do. */
  readonly links: readonly PageLink[];
  readonly facilitator: string;
}

/** Text as markup that says just that. */
export const asText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A whole HTML document. Its words are ours and may hold `<b>`; addresses are escaped here. */
export function plainPage({ language, kind, title, lines, next, links, facilitator }: PlainPage): string {
  const buttons = links.map(({ words, address }) => `<a href="${asText(address)}" target="_top">${words}</a>`);
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
<main data-reason="${kind}">
<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="M12 16v-4M12 8h.01"/></svg>
<h1>${title}</h1>
${lines.map((line) => `<p>${line}</p>`).join('\n')}
<p class="next">${next}</p>
<nav>${buttons.join('\n')}</nav>
<p class="facilitator">${facilitator}</p>
</main>
</body>
</html>
`;
}
