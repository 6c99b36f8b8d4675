import type { ListFile } from './list-file.ts';
import { hashBeginnings, hashEnds, type Lanes, noHashes } from './name-hash.ts';
import { find, findAll, type Table } from './table.ts';

/** What a profile wants of a list. */
export interface Choice {
  /** Categories whose sites are refused. */
  readonly refused: readonly string[];
  /** Categories whose sites are never refused for another category. */
  readonly allowed: readonly string[];
}

export type Verdict =
  { readonly kind: 'unlisted' | 'allowed' } | { readonly kind: 'refused'; readonly category: string };

const unlisted: Verdict = { kind: 'unlisted' };
const allowed: Verdict = { kind: 'allowed' };

/** A list as one profile reads it: what each set of categories means is worked out once, so that a request costs a look-up and makes nothing. */
export class Judge {
  /** By set. */
  readonly #verdicts: readonly Verdict[];
  readonly #hosts: Table;
  readonly #ends = noHashes();
  readonly #hearSet = (set: number): boolean => this.#hear(set);
  readonly #askAddresses: Lanes;
  #found = unlisted;

  constructor({ header, hosts, addresses }: ListFile, choice: Choice) {
    const ids = header.categories.map(({ id }) => id);
    this.#verdicts = header.sets.map((set) =>
      verdictOf(
        set.map((place) => ids[place] ?? ''),
        choice,
      ),
    );
    this.#hosts = hosts;
    this.#askAddresses = (one, two) => this.#hear(find(addresses, one, two));
  }

  /** `host`: as a URL spells it, without a trailing dot. A parent's entry covers it; what is allowed on any level is allowed. */
  site(host: string): Verdict {
    this.#found = unlisted;
    findAll(this.#hosts, hashEnds(host, this.#ends), this.#hearSet);
    return this.#found;
  }

  /** A whole address, where somebody sees it: its site, then the entries that name a part of it. `path`: with its first slash, and the query. */
  address(host: string, path: string): Verdict {
    if (this.site(host).kind === 'unlisted') hashBeginnings(bareHost(host), path, this.#askAddresses);
    return this.#found;
  }

  /** True: what is allowed stays so, whatever else is listed. */
  #hear(set: number): boolean {
    const verdict = this.#verdicts[set];
    if (verdict === undefined || verdict.kind === 'unlisted') return false;
    this.#found = verdict;
    return verdict.kind === 'allowed';
  }
}

function verdictOf(categories: readonly string[], choice: Choice): Verdict {
  if (categories.some((category) => choice.allowed.includes(category))) return allowed;
  const category = categories.find((one) => choice.refused.includes(one));
  return category === undefined ? unlisted : { kind: 'refused', category };
}

/** Entries name a site's pages with or without `www.`; both are meant. */
export const bareHost = (host: string): string => host.replace(/^www\./, '');
