import { describe, expect, it } from 'vitest';
import type { Tab } from '../../contract/screens.ts';
import type { DevToolsSession } from '../../main/chromium/devtools.ts';
import { Tabs } from '../../main/chromium/tabs.ts';
import { homeAddress } from '../../main/kiosk/browsing/decide.ts';

const page = {} as DevToolsSession;

function open(...tabs: readonly { id: string; opener?: string }[]) {
  const told: (readonly Tab[])[] = [];
  const strip = new Tabs((now) => told.push(now));
  for (const { id, opener = null } of tabs) {
    strip.add({ id, opener, page, title: '', address: 'https://example.org/', dialogOpen: false });
  }
  return { strip, told, shown: (): string | undefined => told.at(-1)?.find((tab) => tab.shown)?.id };
}

describe('the strip of tabs', () => {
  it('shows a new tab', () => expect(open({ id: 'a' }, { id: 'b' }).shown()).toBe('b'));

  it('returns to the tab that opened the closed one', () => {
    const { strip, shown } = open({ id: 'a' }, { id: 'b' }, { id: 'c', opener: 'a' });
    expect(strip.remove('c')).toBe('a');
    expect(shown()).toBe('a');
  });

  it('returns to the neighbour when the opener is gone', () => {
    const { strip } = open({ id: 'a' }, { id: 'b' }, { id: 'c', opener: 'gone' });
    expect(strip.remove('c')).toBe('b');
  });

  it('leaves the shown tab alone when another closes', () => {
    const { strip, shown } = open({ id: 'a' }, { id: 'b' });
    expect(strip.remove('a')).toBeNull();
    expect(shown()).toBe('b');
  });

  it('knows the page of tiles, and gives an empty page no title', () => {
    const { strip, told } = open({ id: 'a' });
    strip.rename('a', { title: 'about:blank', address: 'about:blank' });
    expect(told.at(-1)).toMatchObject([{ title: '', home: false }]);
    strip.rename('a', { title: 'Accueil', address: homeAddress });
    expect(told.at(-1)).toMatchObject([{ title: 'Accueil', home: true }]);
  });

  it('says nothing when nothing changed', () => {
    const { strip, told } = open({ id: 'a' });
    const before = told.length;
    strip.rename('a', { title: '', address: 'https://example.org/' });
    expect(told).toHaveLength(before);
  });
});
