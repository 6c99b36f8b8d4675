import { describe, expect, it, test } from 'vitest';
import { decideByFilters, readUrlFilter, type AskedUrl, type UrlFilter } from '../../contract/url-filter.ts';

const filter = (text: string): UrlFilter => {
  const read = readUrlFilter(text);
  if (read === null) throw new Error(`${text} cannot be read`);
  return read;
};

function asked(address: string): AskedUrl {
  const { protocol, hostname, port, pathname, search } = new URL(address);
  const usual = protocol === 'https:' ? 443 : 80;
  return {
    ...{ scheme: protocol.slice(0, -1), host: hostname, port: port === '' ? usual : Number(port) },
    ...{ path: pathname, query: search.slice(1) },
  };
}

const matches = (rule: string, address: string): boolean =>
  decideByFilters(asked(address), { opened: [], refused: [filter(rule)] }) === 'refused';

describe('a rule in the form of Chromium', () => {
  // Those of Chromium's page about the format, and of its list of examples for URLBlocklist.
  it.each([
    [
      'example.com',
      ['http://example.com/', 'https://www.example.com/', 'http://sub.www.example.com/'],
      ['http://example.org/', 'http://notexample.com/'],
    ],
    ['.www.example.com', ['http://www.example.com/'], ['http://sub.www.example.com/', 'http://example.com/']],
    ['.example.com', ['https://example.com/'], ['https://www.example.com/']],
    ['http://example.com', ['http://example.com/', 'http://mail.example.com:8080/'], ['https://example.com/']],
    ['https://*', ['https://example.com/', 'https://a.example.org/b'], ['http://example.com/']],
    ['mail.example.com', ['http://mail.example.com/'], ['http://www.example.com/', 'http://example.com/']],
    ['*', ['http://example.com/', 'https://other.example/'], []],
    ['*:8080', ['http://example.com:8080/'], ['http://example.com/']],
    [
      'example.com/stuff',
      ['http://example.com/stuff', 'http://www.example.com/stuff/1'],
      ['http://example.com/', 'http://example.com/Stuff'],
    ],
    ['192.168.1.2', ['http://192.168.1.2/'], ['http://192.168.1.20/']],
    [
      'youtube.com/watch?v=V1',
      ['https://www.youtube.com/watch?v=V1', 'https://youtube.com/watch?t=9&v=V1'],
      ['https://youtube.com/watch?v=V12', 'https://youtube.com/watch'],
    ],
    ['youtube.com/watch?v=V*', ['https://youtube.com/watch?v=V12'], ['https://youtube.com/watch?v=W']],
    ['youtube.com/watch?v=V1&hd', ['https://youtube.com/watch?hd&v=V1'], ['https://youtube.com/watch?v=V1']],
    [
      'http://user:pass@ftp.example.com/pub/bigfile.iso',
      ['http://ftp.example.com/pub/bigfile.iso'],
      ['http://ftp.example.com/pub/'],
    ],
    ['example.com/#part', ['http://example.com/any'], []],
    ['EXAMPLE.com/', ['http://example.com/any'], []],
    ['example.com.', ['http://example.com/any'], []],
  ])('%s', (rule, fits, fitsNot) => {
    expect(fits.filter((address) => !matches(rule, address))).toEqual([]);
    expect(fitsNot.filter((address) => matches(rule, address))).toEqual([]);
  });

  it.each([
    '',
    'caf fr',
    'http://',
    'ftp://example.com',
    'example.com:0',
    'example.com:70000',
    '*.example.com',
    'a..b',
    'mailto:x',
    '/path',
  ])('"%s" is none', (text) => {
    expect(readUrlFilter(text)).toBeNull();
  });
});

describe('of rules that fit', () => {
  const decided = (address: string | AskedUrl, opened: string[], refused: string[]): string | null =>
    decideByFilters(typeof address === 'string' ? asked(address) : address, {
      opened: opened.map(filter),
      refused: refused.map(filter),
    });

  // The walk through "http://mail.example.com/mail/inbox" on the same page.
  test('the longest host counts most, then the longest path, then the longest query', () => {
    const inbox = 'http://mail.example.com/mail/inbox?a=1&b=2';
    expect(decided(inbox, ['mail.example.com'], ['example.com/mail/inbox'])).toBe('opened');
    expect(decided(inbox, ['mail.example.com'], ['mail.example.com/mail'])).toBe('refused');
    expect(decided(inbox, ['mail.example.com/mail?a=1&b=2'], ['mail.example.com/mail?a=1'])).toBe('opened');
    expect(decided(inbox, ['example.com'], ['*'])).toBe('opened');
    expect(decided(inbox, ['mail.example.com:8080'], ['example.com'])).toBe('refused');
  });

  test('a host alone counts more than a host with all below it', () => {
    expect(decided('https://example.com/', ['.example.com'], ['example.com/'])).toBe('opened');
    expect(decided('https://www.example.com/', ['.example.com'], ['example.com/'])).toBe('refused');
  });

  test('what opens counts where nothing else tells two apart; without any, nothing is said', () => {
    expect(decided('https://example.com/', ['example.com'], ['example.com'])).toBe('opened');
    expect(decided('https://example.com/', [], [])).toBeNull();
  });

  test('where only the host can be seen, rules about pages refuse nothing and open the site', () => {
    const tunnel = { scheme: null, host: 'example.com', port: 443, path: null, query: null };
    expect(decided(tunnel, [], ['example.com/stuff', 'http://example.com', 'example.com?a'])).toBeNull();
    expect(decided(tunnel, ['example.com/stuff'], ['*'])).toBe('opened');
    expect(decided(tunnel, ['example.com/stuff'], ['.example.com'])).toBe('refused');
    expect(decided({ ...tunnel, port: 8443 }, [], ['example.com:443'])).toBeNull();
  });
});
