import type { BrowsingPolicy } from '../../main/kiosk/browsing/decide.ts';

/** An open web with one site refused: what a visitor's browser is given at its beginning. */
export const policyInTest: BrowsingPolicy = {
  browsing: { mode: 'open' },
  refusedSites: ['refused.example'],
  localServices: [],
  downloads: 'allow',
  maxTabs: 3,
  language: 'uk',
};
