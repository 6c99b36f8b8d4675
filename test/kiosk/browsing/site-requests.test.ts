import { beforeEach, describe, expect, test } from 'vitest';
import { languages } from '../../../contract/language.ts';
import { askFor, askPath, readAsk } from '../../../main/kiosk/browsing/ask-address.ts';
import { browsingPolicy, decide, type BrowsingPolicy } from '../../../main/kiosk/browsing/decide.ts';
import { refusalPage } from '../../../main/kiosk/browsing/refusal-page.ts';
import { fr } from '../../../main/kiosk/browsing/refusal-words/fr.ts';
import { SiteRequests, type SiteRequest } from '../../../main/kiosk/browsing/site-requests.ts';
import { profileInTest } from '../workstation-in-test.ts';

const session = '11111111-1111-4111-8111-111111111111';
const refusedSites = ['refused.example', 'other.example', 'a.example', 'b.example', 'c.example', 'd.example'];

let requests: SiteRequests;
let told: SiteRequest[];
let reachable: boolean;

const policy = (changes: Partial<BrowsingPolicy> = {}): BrowsingPolicy => ({
  ...browsingPolicy(profileInTest({ refusedSites })),
  askKey: requests.key,
  openedSites: requests.opened,
  ...changes,
});

/** Path of the kiosk's own site to which the button of the page in the place of `address` leads. */
function button(address: string): string {
  const decision = decide(policy(), { kind: 'navigation', address });
  if (decision.allowed) throw new Error(`${address} is open`);
  const { ask } = askFor(policy(), decision.reason, address);
  const url = new URL(ask ?? '');
  return `${url.pathname}${url.search}`;
}

const titleOf = (page: string): string | undefined => /<h1>(.+)<\/h1>/.exec(page)?.[1];
const ask = (address: string): string | undefined => titleOf(requests.page(button(address), policy()));

beforeEach(() => {
  requests = new SiteRequests();
  told = [];
  reachable = true;
  requests.tell = (request) => {
    if (reachable) told.push(request);
    return reachable;
  };
  requests.begin(session);
});

describe('the button of a refused page', () => {
  test('is on the page in the place of what a facilitator can open, and on no other', () => {
    const page = (reason: Parameters<typeof askFor>[1]): string =>
      refusalPage({ reason, ...askFor(policy(), reason, 'https://refused.example/') });
    for (const reason of ['site-refused', 'site-not-in-list', 'category-refused'] as const)
      expect(page(reason)).toContain(`>${fr.ask}</a>`);
    for (const reason of ['private-network', 'port-refused', 'scheme-refused', 'no-session', 'site-silent'] as const)
      expect(page(reason)).not.toContain(fr.ask);
  });

  test('is on no page where nobody can be asked', () => {
    const keyless = browsingPolicy(profileInTest({ refusedSites }));
    expect(askFor(keyless, 'site-refused', 'https://refused.example/')).toEqual({});
    expect(readAsk(keyless, button('https://refused.example/'))).toBeNull();
  });

  test('breaks out of no attribute, whatever the address holds', () => {
    const address = 'https://refused.example/?a="><script>alert(1)</script>&b=\'';
    const page = refusalPage({ reason: 'site-refused', ...askFor(policy(), 'site-refused', address) });
    expect(page).not.toContain('<script');
    expect(page.match(/href="[^"]*"/g)).toHaveLength(2);
  });

  test('is worth nothing for another address, in another session, or made by somebody else', () => {
    const good = button('https://refused.example/a');
    expect(readAsk(policy(), good)).toBe('https://refused.example/a');
    const [, query = ''] = good.split('?');
    const bent = new URLSearchParams(query);
    bent.set('adresse', 'https://other.example/');
    expect(readAsk(policy(), `${askPath}?${bent.toString()}`)).toBeNull();
    for (const proof of ['', 'AAAA', 'é'.repeat(43), (bent.get('preuve') ?? '').slice(1)]) {
      const forged = new URLSearchParams({ adresse: 'https://refused.example/a', preuve: proof });
      expect(readAsk(policy(), `${askPath}?${forged.toString()}`)).toBeNull();
    }
    requests.begin('22222222-2222-4222-8222-222222222222');
    expect(readAsk(policy(), good)).toBeNull();
    expect(titleOf(requests.page(good, policy()))).toBe(fr.asking.stale.title);
    expect(told).toEqual([]);
  });

  test('leads somewhere for an address of any length', () => {
    expect(button(`https://refused.example/${'x'.repeat(100_000)}`).length).toBeLessThan(2_000);
  });
});

describe('a wish', () => {
  test('tells the desk the site and why it is refused, never the address', () => {
    expect(ask('https://www.refused.example/secret?q=secret')).toBe(fr.asking.asked.title);
    expect(told).toEqual([{ id: expect.any(String) as string, session, site: 'refused.example', category: null }]);
    const categoryOf = (): string => 'games';
    requests.page(button('https://other.example/'), policy({ refusedSites: [], categoryOf }));
    expect(told[1]).toMatchObject({ site: 'other.example', category: 'games' });
  });

  test('is one however often it is made, and told again under the same name', () => {
    ask('https://refused.example/a');
    ask('https://sub.refused.example/b');
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
  });

  test('waits for a desk that is away, and says so', () => {
    reachable = false;
    expect(ask('https://refused.example/')).toBe(fr.asking.unheard.title);
    reachable = true;
    expect(ask('https://refused.example/')).toBe(fr.asking.asked.title);
    expect(told).toHaveLength(1);
  });

  test('that has no answer yet is told again when the desk is back, under the same name', () => {
    ask('https://refused.example/');
    ask('https://other.example/');
    requests.answer(told[0]?.id ?? '', false);
    requests.tellAgain();
    expect(told.map(({ site }) => site)).toEqual(['refused.example', 'other.example', 'other.example']);
    expect(told[2]?.id).toBe(told[1]?.id);
  });

  test('is one too many after five', () => {
    const titles = refusedSites.map((site) => ask(`https://${site}/`));
    expect(titles).toEqual([...Array<string>(5).fill(fr.asking.asked.title), fr.asking['too-many'].title]);
    expect(told).toHaveLength(5);
  });

  test('is opened for the site and all below it, for nothing else, until the session is over', () => {
    const path = button('https://refused.example/page');
    requests.page(path, policy());
    requests.answer(told[0]?.id ?? '', true);
    const open = (address: string): boolean => decide(policy(), { kind: 'navigation', address }).allowed;
    expect(['https://refused.example/', 'https://www.refused.example/x'].map(open)).toEqual([true, true]);
    expect(['https://other.example/', 'https://notrefused.example.b.example/'].map(open)).toEqual([false, false]);
    expect(['https://refused.example:22/', 'http://127.0.0.1/', 'file:///etc/passwd'].map(open)).toEqual(
      Array(3).fill(false),
    );
    const page = requests.page(path, policy());
    expect(page).toContain('href="https://refused.example/page"');
    requests.forget();
    expect(open('https://refused.example/')).toBe(false);
  });

  test('is refused for good, and not told again', () => {
    ask('https://refused.example/');
    requests.answer(told[0]?.id ?? '', false);
    expect(ask('https://refused.example/')).toBe(fr.asking.refused.title);
    expect(told).toHaveLength(1);
  });

  test('of an earlier session is answered to nobody', () => {
    ask('https://refused.example/');
    requests.begin('22222222-2222-4222-8222-222222222222');
    requests.answer(told[0]?.id ?? '', true);
    expect(requests.opened).toEqual([]);
  });

  test('outlives a browser that dies in the same session', () => {
    const before = button('https://refused.example/');
    requests.page(before, policy());
    requests.answer(told[0]?.id ?? '', true);
    requests.begin(session);
    expect(requests.opened).toEqual(['refused.example']);
    expect(button('https://other.example/')).not.toBe(before);
    expect(titleOf(requests.page(before, policy()))).toBe(fr.asking.opened.title);
  });
});

test('what a place opens is open, and taken back, in the session that runs; each change is told once', () => {
  let changes = 0;
  requests.changed = () => void (changes += 1);
  requests.openToAll(['refused.example']);
  requests.openToAll(['refused.example']);
  expect(requests.opened).toEqual(['refused.example']);
  requests.openToAll([]);
  expect(requests.opened).toEqual([]);
  expect(changes).toBe(2);
});

test.each(languages)('every answer has words of its own in %s', (language) => {
  const page = (path: string): string => requests.page(path, policy({ language }));
  const path = button('https://refused.example/');
  const pages = [page('/demande')];
  reachable = false;
  pages.push(page(path));
  reachable = true;
  pages.push(page(path));
  requests.answer(told[0]?.id ?? '', false);
  pages.push(page(path));
  requests.openToAll(['refused.example']);
  pages.push(page(path));
  expect(new Set(pages.map(titleOf)).size).toBe(5);
  for (const text of pages) expect(text).toContain(`<html lang="${language}"`);
});
