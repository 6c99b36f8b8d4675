import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Judge } from '../../contract/filter-list/judge.ts';
import { readList } from '../../contract/filter-list/list-file.ts';
import { listedSite } from '../../deploy/demonstration/filter-list.ts';
import type { Plan } from '../../deploy/demonstration/plan.ts';
import { profileSchema } from '../../contract/profile.ts';
import { freePorts } from './free-ports.ts';

/** The demonstration with the real central, desk, town and X server; a kiosk that only takes its seat, since the journey drives the real one. */
const launcher = fileURLToPath(new URL('programs/demonstrate.ts', import.meta.url));

let data = '';
let plan: Plan;
let said = '';
let child: ChildProcess;

const begin = (): ChildProcess => {
  const process_ = spawn(process.execPath, [launcher, JSON.stringify(plan)], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [process_.stdout, process_.stderr])
    stream.setEncoding('utf8').on('data', (text) => (said += String(text)));
  return process_;
};
const ended = (process_: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => process_.once('exit', resolve));
const fact = (pattern: RegExp): string => pattern.exec(said)?.[1] ?? '';

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'escale-demonstration-'));
  const [desk = 0, central = 0, town = 0, watch = 0] = await freePorts(4);
  plan = {
    ...{ data, profile: null, ports: { desk, central, town, watch }, screen: 'virtual', watch: false },
    ...{ browser: { name: 'chromium' }, account: null, walls: false },
  };
  child = begin();
  await vi.waitFor(() => expect(said).toContain('ticket '), { timeout: 25_000 });
});
afterAll(async () => {
  child.kill('SIGKILL');
  await rm(data, { recursive: true });
});

describe('a demonstration place', () => {
  it('tells where everything is, and a ticket that was given by the desk', () => {
    expect(said).toContain(`http://127.0.0.1:${plan.ports.desk}/  name accueil, password `);
    expect(said).toContain(`http://127.0.0.1:${plan.ports.central}/  name mairie, password `);
    expect(fact(/ticket +(\S+)/)).toMatch(/^[2-9A-Z]{3}-?[2-9A-Z]{3}$/);
  });

  it('says that it runs without walls where the machine forbids them', () => {
    expect(said).toContain('WITHOUT the browsers’ jail and sandbox');
  });

  it('keeps keys and passwords to their owner', async () => {
    for (const file of [
      'demonstration.json',
      'settings/desk.json',
      'settings/kiosk.json',
      'settings/place-key.pem',
      'lists/key',
    ])
      expect((await stat(path.join(data, file))).mode & 0o777, file).toBe(0o600);
  });

  it('offers the town as a named local service, and a link that is refused', async () => {
    const profile = profileSchema.parse(JSON.parse(await readFile(path.join(data, 'settings/profile.json'), 'utf8')));
    expect(profile.localServices.at(-1)).toMatchObject({ host: 'ville.demonstration.internal', port: plan.ports.town });
    const page = await (await fetch(`http://127.0.0.1:${plan.ports.town}/`)).text();
    const refused = profile.refusedSites.at(-1) ?? 'none';
    expect(page).toContain(`href="http://${refused}/"`);
  });

  it('has a signed list of made-up sites by the categories of its profile, and a link that it refuses', async () => {
    const profile = profileSchema.parse(JSON.parse(await readFile(path.join(data, 'settings/profile.json'), 'utf8')));
    const list = readList(await readFile(path.join(data, 'lists/filter.flt')), 'filter.flt');
    if (!list.ok) throw new Error(list.problem.expected);
    const listed = list.value.header.categories.map(({ id }) => id);
    expect(listed).toEqual(expect.arrayContaining([...profile.filter.refused, ...profile.filter.allowed]));
    expect(new Judge(list.value, profile.filter).site(listedSite)).toEqual({ kind: 'refused', category: 'phishing' });
    const page = await (await fetch(`http://127.0.0.1:${plan.ports.town}/`)).text();
    expect(page).toContain(`href="http://${listedSite}/"`);
    expect(said).toContain(`http://${listedSite}/ is refused`);
  });

  it('the town says on every page that it is a demonstration', async () => {
    const folder = new URL('../../deploy/demonstration/town/', import.meta.url);
    for (const name of (await readdir(folder)).filter((file) => file.endsWith('.html')))
      expect(await (await fetch(`http://127.0.0.1:${plan.ports.town}/${name}`)).text(), name).toContain(
        'Démonstration\u00a0:',
      );
  });

  it('the town takes a form, hands out a document, and has no other page', async () => {
    const town = `http://127.0.0.1:${plan.ports.town}`;
    const sent = await fetch(`${town}/inscription.html`, { method: 'POST', body: new URLSearchParams({ nom: 'Ada' }) });
    expect(await sent.text()).toContain('votre demande est arrivée');
    const document = await fetch(`${town}/horaires.pdf`);
    expect(document.headers.get('content-disposition')).toBe('attachment; filename="horaires.pdf"');
    expect((await document.text()).startsWith('%PDF-')).toBe(true);
    expect((await fetch(`${town}/../plan.ts`)).status).toBe(404);
  });

  it('a second one over the same data is refused', async () => {
    const before = said.length;
    const second = begin();
    expect(await ended(second)).toBe(1);
    expect(said.slice(before)).toContain(`a demonstration already runs on ${data}`);
  });

  it('gives the kiosk a display again when the X server dies', async () => {
    const authority = fact(/XAUTHORITY=(\S+)/);
    const [server = 0] = await processesNaming(`-auth\0${authority}`);
    process.kill(server, 'SIGKILL');
    await expect.poll(() => said, { timeout: 15_000 }).toContain('screen is back.');
    await expect.poll(() => said, { timeout: 15_000 }).toContain('kiosk is back.');
  });

  it('ends within 5 s, and leaves no process, no lock and no socket', async () => {
    const display = fact(/DISPLAY=:(\d+)/);
    const authority = fact(/XAUTHORITY=(\S+)/);
    expect(existsSync(authority)).toBe(true);
    const start = performance.now();
    const gone = ended(child);
    child.kill('SIGTERM');
    expect(await gone).toBe(0);
    expect(performance.now() - start).toBeLessThan(5000);
    expect(existsSync(path.dirname(authority))).toBe(false);
    expect(existsSync(`/tmp/.X${display}-lock`)).toBe(false);
    expect(existsSync(`/tmp/.X11-unix/X${display}`)).toBe(false);
    expect(await processesNaming(data)).toEqual([]);
  });

  it('starts again with the same place, logins and key', async () => {
    const password = fact(/name accueil, password (\S+)/);
    said = '';
    child = begin();
    await expect.poll(() => said, { timeout: 25_000 }).toContain('ticket ');
    expect(fact(/name accueil, password (\S+)/)).toBe(password);
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(0);
  });

  it('names the fault of a profile that cannot be used', async () => {
    said = '';
    plan = { ...plan, profile: path.join(data, 'settings/desk.json') };
    child = begin();
    expect(await ended(child)).toBe(1);
    expect(said).toContain(`escale: the kiosk profile cannot be used: ${data}/settings/desk.json: `);
  });
});

/** Living processes whose command line names something. */
async function processesNaming(words: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return pids.filter((_, index) => lines[index]?.includes(words) === true).map(Number);
}
