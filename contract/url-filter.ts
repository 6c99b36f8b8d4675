/**
 * Which addresses a rule of a profile is about, in the form that Chromium's URLBlocklist and URLAllowlist have
 * (https://chromium.org/administrators/url-blocklist-filter-format), so that a town can take over its own lists:
 *
 *     [scheme://][.]host[:port][/path][?query]
 *
 * `caf.fr` is the site with all below it, `.caf.fr` that host alone, `*` every host; a path is meant with whatever it begins; each part of a query
 * has to be there, in any order, and one that ends in `*` with whatever it begins.
 */
export interface UrlFilter {
  /** Null: any. */
  readonly scheme: string | null;
  /** Empty: every host. */
  readonly host: string;
  /** Nothing below the host. */
  readonly alone: boolean;
  /** Null: any. */
  readonly port: number | null;
  /** Empty, or with its first slash. */
  readonly path: string;
  readonly query: readonly string[];
}

/** What is asked for. `path` and `query` are null together, and so is `scheme`, where only host and port can be seen: at a tunnel. */
export interface AskedUrl {
  readonly scheme: string | null;
  /** In lower case, without a trailing dot. */
  readonly host: string;
  readonly port: number;
  /** With its first slash. */
  readonly path: string | null;
  /** Without its question mark. */
  readonly query: string | null;
}

const form =
  /^(?:(?<scheme>https?):\/\/)?(?:[^/?#@]*@)?(?<dot>\.?)(?<host>\*|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)\.?(?::(?<port>\d{1,5}))?(?<path>\/[^?#]*)?(?:\?(?<query>[^#]*))?(?:#.*)?$/i;

const mostPort = 65_535;
/** Null: none is said. NaN: none that can be. */
const portIn = (text: string): number | null =>
  text === '' ? null : Number(text) >= 1 && Number(text) <= mostPort ? Number(text) : Number.NaN;
const tokensIn = (query: string): readonly string[] => query.split('&').filter((token) => token !== '');

/** Null: it has another form. A name, a password and whatever follows a `#` are passed over, as Chromium does. */
export function readUrlFilter(text: string): UrlFilter | null {
  const parts = form.exec(text)?.groups;
  if (parts === undefined) return null;
  const said = (part: string): string => parts[part] ?? '';
  const port = portIn(said('port'));
  if (Number.isNaN(port)) return null;
  const [scheme, host] = [said('scheme').toLowerCase(), said('host').toLowerCase()];
  return {
    scheme: scheme === '' ? null : scheme,
    host: host === '*' ? '' : host,
    alone: said('dot') === '.',
    port,
    path: said('path') === '/' ? '' : said('path'),
    query: tokensIn(said('query')),
  };
}

const hasHost = ({ host, alone }: UrlFilter, asked: string): boolean =>
  host === '' || asked === host || (!alone && asked.endsWith(`.${host}`));

const hasToken = (token: string, tokens: readonly string[]): boolean =>
  token.endsWith('*') ? tokens.some((one) => one.startsWith(token.slice(0, -1))) : tokens.includes(token);

/** Host and port, and what else can be seen. */
function matches(filter: UrlFilter, { scheme, host, port, path, query }: AskedUrl): boolean {
  if (!hasHost(filter, host) || (filter.port !== null && filter.port !== port)) return false;
  if (path === null) return true;
  const tokens = tokensIn(query ?? '');
  return (
    (filter.scheme === null || filter.scheme === scheme) &&
    path.startsWith(filter.path) &&
    filter.query.every((token) => hasToken(token, tokens))
  );
}

const isAboutHosts = ({ scheme, path, query }: UrlFilter): boolean =>
  scheme === null && path === '' && query.length === 0;

interface Rule {
  readonly filter: UrlFilter;
  readonly opens: boolean;
}

/** The larger the first number that differs, the more a rule counts. */
const weight = ({ filter: { alone, host, path, query }, opens }: Rule): readonly number[] => [
  Number(alone),
  host.length,
  path.length,
  query.length,
  Number(opens),
];

function counts(one: Rule, other: Rule): boolean {
  const [first, second] = [weight(one), weight(other)];
  const at = first.findIndex((value, place) => value !== second[place]);
  return at !== -1 && (first[at] ?? 0) > (second[at] ?? 0);
}

/**
 * What the rule says that fits best; null when none fits. Where only host and port can be seen, a rule about some pages of a site keeps nobody
 * from the site, and opens it: whoever sees whole addresses, and that is the browser's guard for every page and frame, decides about those.
 */
export function decideByFilters(
  asked: AskedUrl,
  { opened, refused }: { readonly opened: readonly UrlFilter[]; readonly refused: readonly UrlFilter[] },
): 'opened' | 'refused' | null {
  const refusing = asked.path === null ? refused.filter(isAboutHosts) : refused;
  const rules: readonly Rule[] = [
    ...opened.map((filter) => ({ filter, opens: true })),
    ...refusing.map((filter) => ({ filter, opens: false })),
  ];
  let best: Rule | null = null;
  for (const rule of rules) {
    if (matches(rule.filter, asked) && (best === null || counts(rule, best))) best = rule;
  }
  return best === null ? null : best.opens ? 'opened' : 'refused';
}
