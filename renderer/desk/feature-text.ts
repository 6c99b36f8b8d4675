import { knownFeatures } from '../../contract/book/entries.ts';
import type { DeskWords } from './desk-words.ts';

/** What a workstation has beyond the others, in words; a name of the place's own is shown as the place wrote it. */
export function featureText(feature: string, words: DeskWords): string {
  const known = knownFeatures.find((name) => name === feature);
  return known === undefined ? feature.replaceAll('-', ' ') : words.say(`feature.${known}`);
}
