import type { Snapshot } from '../../contract/screens.ts';
import type { ScreenFile } from '../../main/kiosk/host.ts';

/** Plain colours, so that a glance at one pixel tells whose surface stands there. */
export const colours = { screens: '#1030a0', town: '#20a040' } as const;

export const snapshot: Snapshot = {
  number: 7,
  placeName: 'Médiathèque',
  workstationName: 'Poste 1',
  zone: 'Europe/Paris',
  now: '2026-11-24T13:05:00.000Z',
  deskReachable: true,
  missingWalls: [],
  demonstration: false,
  helpLine: null,
  helpCalled: false,
  voices: [],
  ease: null,
  scene: { phase: 'closed', opensAt: null },
};

const file = (type: string, text: string): ScreenFile => ({ type, bytes: Buffer.from(text) });

/** Screens for the tests: they ask for the state when they open, send back what they are told, and type into nothing. */
const script = `
const report = (what, value) => escale.call('code.submit', { code: JSON.stringify([what, value]) });
escale.listen('state', (payload) => report('heard', payload));
addEventListener('keydown', ({ key }) => report('key', key));
report('globals', Object.keys(window).filter((name) => name.startsWith('escale')));
escale.call('state.read', {}).then((answer) => report('answer', answer));
fetch('https://escale.invalid/nothing').catch(() => report('fetch', 'failed'));
`;

export const screenFiles: ReadonlyMap<string, ScreenFile> = new Map([
  [
    '/kiosk/index.html',
    file(
      'text/html; charset=utf-8',
      '<!doctype html><meta charset="utf-8"><title>Escale</title><link rel="stylesheet" href="style.css"><script type="module" src="main.js"></script>',
    ),
  ],
  ['/kiosk/style.css', file('text/css', `html { background: ${colours.screens} }`)],
  ['/kiosk/main.js', file('text/javascript', script)],
]);

const style = `<style>html,body{margin:0;height:100%;background:${colours.town}}p{margin:0}a{display:block;height:50%}</style>`;

/** What the town gives away, by path. */
export const townDocuments: Readonly<Record<string, { readonly disposition: string; readonly content: string }>> = {
  '/document.txt': { disposition: 'attachment', content: 'Bonjour' },
  '/deux.txt': { disposition: 'attachment; filename="document.txt"', content: 'Deux fois' },
  '/carte': { disposition: "attachment; filename*=UTF-8''d%C3%A9claration%20%D8%B9%D8%B1.pdf", content: '%PDF-1.4' },
};

const field = (attributes: string): string => `<title>Fichier</title>${style}
  <label style="position:fixed;inset:0"><input type="file" hidden ${attributes}></label><script>
  const input = document.querySelector('input');
  const tell = (words) => { document.title = words; parent.postMessage(words, '*'); };
  input.oncancel = () => tell('Rien');
  input.onchange = async () => {
    const read = [...input.files].map(async (file) => file.name + '=' + (await file.text()));
    tell((await Promise.all(read)).join(' '));
  };
</script>`;

/** The demonstration town, by path. What a page saw stands in its title, which the kiosk is told of. */
export const townPages: Readonly<Record<string, string>> = {
  '/': `<title>Ville</title>${style}<p>Bonjour</p>`,
  '/links': `<title>Liens</title>${style}<a href="/new" target="_blank"></a><a href="https://refused.example/"></a>`,
  '/new': `<title>Nouvelle page</title>${style}`,
  '/sized': `<title>Petite</title>${style}<script>addEventListener('click', () => open('/new', '', 'width=300,height=200'))</script>`,
  '/typing': `<title>Tapez</title>${style}<input id="i" autofocus><script>i.oninput = () => { document.title = i.value }</script>`,
  '/alert': `<title>Alerte</title>${style}<script>setTimeout(() => alert('Restez'), 0)</script>`,
  '/stay': `<title>Reste</title>${style}<script>addEventListener('beforeunload', (event) => event.preventDefault())</script>`,
  '/closes': `<title>Fermée</title>${style}<script>addEventListener('click', () => window.close())</script>`,
  '/file': field(''),
  '/files': field('multiple accept=".txt,application/pdf"'),
  // Without a ground of its own: the town's colour is seen only once the frame can be clicked.
  '/framed': `<title>Cadre</title>
    <iframe src="http://cadre.internal/file" style="position:fixed;inset:0;width:100%;height:100%;border:0"></iframe>
    <script>onmessage = ({ data }) => { document.title = data; }</script>`,
  '/zoom': `<title>Zoom</title>${style}<style>button{position:fixed;right:100px;bottom:100px;width:100px;height:100px;border:0;background:#c02020}</style>
    <button onclick="document.title = 'Zoom cliqué'"></button><script>
    const tell = () => { document.title = 'Zoom ' + innerWidth + 'x' + innerHeight; };
    addEventListener('resize', tell);
    tell();
  </script>`,
  '/full': `<title>Plein</title>${style}<script>
    const tell = () => { document.title = 'Plein écran ' + innerWidth + 'x' + innerHeight; };
    addEventListener('click', () => document.documentElement.requestFullscreen().then(() => {
      tell();
      addEventListener('resize', tell);
    }));
  </script>`,
  '/list': `<title>Liste</title>${style}<style>select{position:fixed;inset:0 0 auto;height:40px;width:100%}</style>
    <select onmousedown="document.title = 'Liste ouverte'">${'<option>Une ligne'.repeat(12)}</select>`,
};
