import type { EndReason, Wall } from '../../contract/session.ts';
import ar from '../words/kiosk.ar.json' with { type: 'json' };
import en from '../words/kiosk.en.json' with { type: 'json' };
import es from '../words/kiosk.es.json' with { type: 'json' };
import fr from '../words/kiosk.fr.json' with { type: 'json' };
import uk from '../words/kiosk.uk.json' with { type: 'json' };
import { Words } from '../words/words.svelte.ts';

export type KioskWord = keyof typeof fr;

export type KioskWords = Words<KioskWord>;

export const kioskWords = (): KioskWords => new Words<KioskWord>({ fr, en, ar, uk, es });

export const reasonWord = (reason: EndReason): KioskWord => `reason.${reason}`;

export const wallWord = (wall: Wall): KioskWord => `wall.${wall}`;
