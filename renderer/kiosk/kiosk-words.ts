import type { Reason } from '../../contract/reasons.ts';
import type { EndReason, Wall } from '../../contract/session.ts';
import ar from '../words/kiosk.ar.json' with { type: 'json' };
import en from '../words/kiosk.en.json' with { type: 'json' };
import es from '../words/kiosk.es.json' with { type: 'json' };
import fr from '../words/kiosk.fr.json' with { type: 'json' };
import uk from '../words/kiosk.uk.json' with { type: 'json' };
import reasonsAr from '../words/reasons.ar.json' with { type: 'json' };
import reasonsEn from '../words/reasons.en.json' with { type: 'json' };
import reasonsEs from '../words/reasons.es.json' with { type: 'json' };
import reasonsFr from '../words/reasons.fr.json' with { type: 'json' };
import reasonsUk from '../words/reasons.uk.json' with { type: 'json' };
import { Words } from '../words/words.svelte.ts';

export type KioskWord = keyof typeof fr | keyof typeof reasonsFr;

export type KioskWords = Words<KioskWord>;

export const kioskWords = (): KioskWords =>
  new Words<KioskWord>({
    fr: { ...fr, ...reasonsFr },
    en: { ...en, ...reasonsEn },
    ar: { ...ar, ...reasonsAr },
    uk: { ...uk, ...reasonsUk },
    es: { ...es, ...reasonsEs },
  });

/** The visitor's sentence for a decision: why it fell so. What to do next stands beside it. */
export const reasonWord = (reason: Reason | EndReason): KioskWord => `reason.${reason}`;

export const wallWord = (wall: Wall): KioskWord => `wall.${wall}`;
