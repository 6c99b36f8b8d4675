import ar from '../words/home.ar.json' with { type: 'json' };
import en from '../words/home.en.json' with { type: 'json' };
import es from '../words/home.es.json' with { type: 'json' };
import fr from '../words/home.fr.json' with { type: 'json' };
import uk from '../words/home.uk.json' with { type: 'json' };
import { Words } from '../words/words.svelte.ts';

export type HomeWords = Words<keyof typeof fr>;

export const homeWords = (): HomeWords => new Words<keyof typeof fr>({ fr, en, ar, uk, es });
