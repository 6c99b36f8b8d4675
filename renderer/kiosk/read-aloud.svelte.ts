import { untrack } from 'svelte';
import { barNotice, spokenBar } from './bar-notice.ts';
import type { KioskView } from './kiosk-view.svelte.ts';
import { panelTitle } from './panel-words.ts';

/** What is read of the screen now: the bar's own words, else the lines that are drawn in the middle. */
export function screenText(view: KioskView): string {
  const { scene } = view;
  if (scene?.phase === 'active') return spokenBar(view, scene);
  return document.querySelector('main')?.innerText ?? '';
}

/** What somebody is busy with on the screen. */
const asked = ({ question, snapshot, booking }: KioskView): string =>
  [question, booking.step?.at, question === 'ease' ? JSON.stringify(snapshot?.ease) : ''].join('\n');

/** Changes when there is something new to read: not with the seconds that run, nor with a letter typed. */
function momentOf(view: KioskView): string {
  const { scene } = view;
  const notice = scene?.phase === 'active' ? barNotice(view, scene) : null;
  const panel = scene?.phase === 'active' && scene.panel !== null ? panelTitle(view, scene.panel) : '';
  return [scene?.phase, view.headline, asked(view), notice?.sentence, panel].join('\n');
}

/** Small things said beside the screen: what is wrong with a code, what became of a call. */
const asideOf = (view: KioskView): string =>
  view.trouble?.sentence ?? (view.helpState === 'called' ? view.words.say('help.called') : '');

/** While somebody listens, every new screen, warning and answer is read. Called once, by the component that draws the whole. */
export function readAloud(shown: () => KioskView): void {
  const moment = $derived(momentOf(shown()));
  const aside = $derived(asideOf(shown()));

  $effect(() => {
    const { speech } = shown();
    // Read with the visitor's preferences: another language, speed or volume is heard at once.
    if (speech.listening && moment !== '') void speech.read(untrack(() => screenText(shown())));
  });

  $effect(() => {
    if (aside !== '') untrack(() => void shown().speech.read(aside));
  });
}
