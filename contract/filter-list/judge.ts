import type { ListFile } from './list-file.ts';
import { hashBeginnings, hashEnds } from './name-hash.ts';
import { finder } from './table.ts';

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

/** A list as one profile reads it: what each set of categories means is worked out once, so that a request costs a look-up. */
export class Judge {
  readonly #list: ListFile;
  /** By set. */
  readonly #verdicts: readonly Verdict[];

  constructor(list: ListFile, choice: Choice) {
    this.#list = list;
    const ids = list.header.categories.map(({ id }) => id);
    this.#verdicts = list.header.sets.map((set) =>
      verdictOf(
        set.map((place) => ids[place] ?? ''),
        choice,
      ),
    );
  }

  /** `host`: as a URL spells it, without a trailing dot. A parent's entry covers it; what is allowed on any level is allowed. */
  site(host: string): Verdict {
    return this.#ask((isMeant) => hashEnds(host, finder(this.#list.hosts, isMeant)));
  }

  /** A whole address, where somebody sees it: its site, then the entries that name a part of it. `path`: with its first slash, and the query. */
  address(host: string, path: string): Verdict {
    const site = this.site(host);
    if (site.kind !== 'unlisted') return site;
    return this.#ask((isMeant) => hashBeginnings(bareHost(host), path, finder(this.#list.addresses, isMeant)));
  }

  #ask(look: (isMeant: (set: number) => boolean) => boolean): Verdict {
    let found = unlisted;
    look((set) => {
      const verdict = this.#verdicts[set] ?? unlisted;
      if (verdict.kind !== 'unlisted') found = verdict;
      return verdict.kind === 'allowed';
    });
    return found;
  }
}

function verdictOf(categories: readonly string[], choice: Choice): Verdict {
  if (categories.some((category) => choice.allowed.includes(category))) return allowed;
  const category = categories.find((one) => choice.refused.includes(one));
  return category === undefined ? unlisted : { kind: 'refused', category };
}

/** Entries name a site's pages with or without `www.`; both are meant. */
export const bareHost = (host: string): string => host.replace(/^www\./, '');
