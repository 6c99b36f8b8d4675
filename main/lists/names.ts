import { domainToASCII } from 'node:url';
import { getPublicSuffix } from 'tldts';
import { bareHost } from '../../contract/filter-list/judge.ts';

/** What a line of a list names. `nothing`: a comment, or empty. `suffix`: under it strangers have their own sites, so it is never blocked as a whole. */
export type Line =
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'address'; readonly host: string; readonly path: string }
  | { readonly kind: 'nothing' | 'suffix' | 'wrong' };

const nothing: Line = { kind: 'nothing' };
const wrong: Line = { kind: 'wrong' };
const suffix: Line = { kind: 'suffix' };

const mostCharacters = 253;
/** Names as the web has them, not as registries allow them: some sites have an underscore. */
const plain = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))+$/;
const ipv4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;

/** As a browser would ask for it: lower case, without the dots around it and without a port, in punycode. Null when it is no name of a site. */
export function hostOf(text: string): string | null {
  const bare = text.replace(/^\.+/, '').replace(/:\d+$/, '').replace(/\.$/, '').toLowerCase();
  if (plain.test(bare)) return ipv4.test(bare) ? ipOf(bare) : bare;
  if (bare.length > mostCharacters || bare === '') return null;
  const ascii = domainToASCII(bare);
  return plain.test(ascii) ? ascii : null;
}

const ipOf = (text: string): string | null => (text.split('.').every((part) => Number(part) <= 255) ? text : null);

const contentOf = (line: string): string => (line.startsWith('#') ? '' : line.trim());

/** A line of a `domains` file. */
export function readDomain(line: string): Line {
  const text = contentOf(line);
  if (text === '') return nothing;
  const host = hostOf(text);
  if (host === null) return wrong;
  return !ipv4.test(host) && getPublicSuffix(host) === host ? suffix : { kind: 'host', host };
}

/** A line of a `urls` file: a host and what follows it, without scheme. One that names no path stands for the site. */
export function readAddress(line: string): Line {
  const text = contentOf(line).replace(/^https?:\/\//i, '');
  if (text === '') return nothing;
  const slash = text.search(/[/?]/);
  if (slash < 0 || text.slice(slash) === '/') return readDomain(slash < 0 ? text : text.slice(0, slash));
  const host = hostOf(text.slice(0, slash));
  if (host === null || !URL.canParse(`http://${host}${text.slice(slash)}`)) return wrong;
  const { pathname, search } = new URL(`http://${host}${text.slice(slash)}`);
  return { kind: 'address', host: bareHost(host), path: (pathname + search).replace(/\/$/, '') };
}
