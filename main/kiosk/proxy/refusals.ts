/**
 * What a refusal is counted under: the rule that refused, a category of the filter list, or `browser-chatter`: the browser talking to its maker
 * without anyone having asked.
 */
export type RefusalCategory = string;

/** Hosts that only the browser itself calls: updates, experiments, models, metrics. No page needs them, so they are always refused. */
const chatterHosts: ReadonlySet<string> = new Set([
  'android.clients.google.com',
  'chromewebstore.googleapis.com',
  'clients1.google.com',
  'clients2.google.com',
  'clientservices.googleapis.com',
  'content-autofill.googleapis.com',
  'edgedl.me.gvt1.com',
  'mtalk.google.com',
  'optimizationguide-pa.googleapis.com',
  'passwordsleakcheck-pa.googleapis.com',
  'redirector.gvt1.com',
  'safebrowsing.googleapis.com',
  'safebrowsingohttpgateway.googleapis.com',
  'update.googleapis.com',
]);

export const isChatter = (host: string): boolean => chatterHosts.has(host);

/** A browser calls this at start, but a visitor who reads mail there needs it: chatter only where the rules refuse it anyway. */
const alsoChatter = 'accounts.google.com';

/** Counts, never names: which site was refused is known to nobody. */
export class Refusals {
  #counts = new Map<RefusalCategory, number>();

  /** `host` decides the category and is forgotten. */
  count(under: RefusalCategory, host: string): void {
    const category = isChatter(host) || host === alsoChatter ? 'browser-chatter' : under;
    this.#counts.set(category, (this.#counts.get(category) ?? 0) + 1);
  }

  /** The counts since the last call. */
  take(): ReadonlyMap<RefusalCategory, number> {
    const counts = this.#counts;
    this.#counts = new Map();
    return counts;
  }
}
