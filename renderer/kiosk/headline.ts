import type { Scene } from '../../contract/screens.ts';
import { reasonWord, type KioskWord, type KioskWords } from './kiosk-words.ts';

type Phase = Scene['phase'];

/** Phases whose heading is always the same. */
type Plain = Exclude<Phase, 'free' | 'called' | 'charter' | 'ending'>;

const headlines: Record<Plain, KioskWord> = {
  closed: 'closed.title',
  active: 'bar.opening',
  paused: 'paused.title',
  wiping: 'wiping.title',
  'out-of-service': 'out.title',
  maintenance: 'maintenance.title',
};

/** Queue numbers are called as numbers; anything else that the facilitator wrote is said as it stands. */
function calledTitle(label: string | null, words: KioskWords): string {
  if (label === null) return words.say('called.title');
  return words.say(/^\d+$/.test(label) ? 'called.title.number' : 'called.title.label', { label });
}

const isPlain = (scene: Scene): scene is Extract<Scene, { phase: Plain }> => scene.phase in headlines;

/** The one sentence of a scene: its heading, or all that fits while the window is but a bar high. */
export function headlineOf(scene: Scene | null, words: KioskWords): string {
  if (scene === null) return words.say('waiting.title');
  if (isPlain(scene)) return words.say(headlines[scene.phase]);
  switch (scene.phase) {
    case 'free':
      return words.say(scene.justErased ? 'welcome.erased' : 'welcome.ask');
    case 'called':
      return calledTitle(scene.label, words);
    case 'charter':
      return words.say(scene.resumed ? 'charter.title.resumed' : 'charter.title');
    case 'ending':
      return words.say(reasonWord(scene.reason));
  }
}
