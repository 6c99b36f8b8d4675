import ar from '../words/display.ar.json' with { type: 'json' };
import en from '../words/display.en.json' with { type: 'json' };
import es from '../words/display.es.json' with { type: 'json' };
import fr from '../words/display.fr.json' with { type: 'json' };
import uk from '../words/display.uk.json' with { type: 'json' };
import { Words } from '../words/words.svelte.ts';

export type DisplayWords = Words<keyof typeof fr>;

export const displayWords = (): DisplayWords => new Words<keyof typeof fr>({ fr, en, ar, uk, es });
