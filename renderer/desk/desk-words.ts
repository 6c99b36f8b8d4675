import en from '../words/desk.en.json' with { type: 'json' };
import fr from '../words/desk.fr.json' with { type: 'json' };
import bookEn from '../words/desk-book.en.json' with { type: 'json' };
import bookFr from '../words/desk-book.fr.json' with { type: 'json' };
import dimensionsEn from '../words/dimensions.en.json' with { type: 'json' };
import dimensionsFr from '../words/dimensions.fr.json' with { type: 'json' };
import hoursEn from '../words/desk-hours.en.json' with { type: 'json' };
import hoursFr from '../words/desk-hours.fr.json' with { type: 'json' };
import peopleEn from '../words/desk-people.en.json' with { type: 'json' };
import peopleFr from '../words/desk-people.fr.json' with { type: 'json' };
import reasonsEn from '../words/desk-reasons.en.json' with { type: 'json' };
import reasonsFr from '../words/desk-reasons.fr.json' with { type: 'json' };
import workshopsEn from '../words/desk-workshops.en.json' with { type: 'json' };
import workshopsFr from '../words/desk-workshops.fr.json' with { type: 'json' };
import { Words } from '../words/words.svelte.ts';

const french = { ...fr, ...bookFr, ...dimensionsFr, ...hoursFr, ...peopleFr, ...reasonsFr, ...workshopsFr };
const english = { ...en, ...bookEn, ...dimensionsEn, ...hoursEn, ...peopleEn, ...reasonsEn, ...workshopsEn };

/** Words of the screens, and one explanation per reason, under the reason's own code. */
export type DeskWord = keyof typeof french;

export type DeskWords = Words<DeskWord>;

export const deskLanguages = ['fr', 'en'] as const;

export const deskWords = (): DeskWords => new Words<DeskWord>({ fr: french, en: english });
