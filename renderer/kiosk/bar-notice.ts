import type { Scene } from '../../contract/screens.ts';
import { spokenPanel } from './panel-words.ts';
import { reasonWord } from './kiosk-words.ts';
import type { KioskView } from './kiosk-view.svelte.ts';

/** One sentence above the visitor's page, with its answers: in the bar's line, or large where the host slid the bar open. */
export interface BarNotice {
  readonly tone: 'warning' | 'good' | 'question';
  readonly sentence: string;
  readonly detail?: string;
  /** Counts down, so it is not for live regions. */
  readonly wait?: string;
  /** The likeliest first; the others are drawn quietly. */
  readonly answers: readonly { readonly word: string; readonly choose: () => unknown }[];
}

type Active = Extract<Scene, { phase: 'active' }>;

/** What has to be said now, the most pressing first; null = nothing. */
export function barNotice(view: KioskView, scene: Active): BarNotice | null {
  if (view.presenceSeconds !== null) return presenceNotice(view, view.presenceSeconds);
  if (scene.extended !== null) return extendedNotice(view, scene.extended);
  if (scene.warning !== null) return warningNotice(view, { ...scene, warning: scene.warning });
  if (view.help.state === 'failed') return helpNotice(view);
  if (view.question === 'end') return endNotice(view);
  return view.question === 'no-extension' ? noExtensionNotice(view, scene) : null;
}

function presenceNotice(view: KioskView, seconds: number): BarNotice {
  const { words } = view;
  return {
    tone: 'warning',
    sentence: words.say('bar.presence'),
    detail: words.say('bar.presence.detail'),
    wait: words.say('bar.left.seconds', { seconds }),
    answers: [{ word: words.say('bar.presence.yes'), choose: () => view.wish('presence.confirm', {}) }],
  };
}

function extendedNotice(view: KioskView, minutes: number): BarNotice {
  const { words } = view;
  return {
    tone: 'good',
    sentence: words.say('bar.extended', { minutes }),
    detail: words.say('bar.extended.detail'),
    answers: [{ word: words.say('bar.warning.seen'), choose: () => view.wish('warning.seen', {}) }],
  };
}

/** A little more time, when it can be had; else why not. */
function warningNotice(view: KioskView, { warning, extension }: Active & { warning: number }): BarNotice {
  const { words } = view;
  const sentence = words.say('bar.warning', { minutes: warning });
  const seen = { word: words.say('bar.warning.seen'), choose: () => view.wish('warning.seen', {}) };
  if (!extension.possible) {
    const detail = `${words.say(reasonWord(extension.reason))} ${words.say('bar.warning.detail')}`;
    return { tone: 'warning', sentence, detail, answers: [seen] };
  }
  const more = { word: words.say('bar.extend.by', { minutes: extension.minutes }), choose: () => view.extend() };
  return { tone: 'warning', sentence, detail: words.say('bar.warning.detail'), answers: [more, seen] };
}

function helpNotice(view: KioskView): BarNotice {
  const { words } = view;
  const line = view.snapshot?.helpLine ?? null;
  return {
    tone: 'question',
    sentence: words.say('help.not-called'),
    ...(line === null ? {} : { detail: words.say('help.line', { line }) }),
    answers: [{ word: words.say('bar.warning.seen'), choose: () => view.help.forget() }],
  };
}

function noExtensionNotice(view: KioskView, { extension }: Active): BarNotice {
  const { words } = view;
  return {
    tone: 'question',
    sentence: extension.possible ? words.say('problem.other') : words.say(reasonWord(extension.reason)),
    detail: words.say('bar.extend.desk'),
    answers: [{ word: words.say('bar.warning.seen'), choose: () => view.goOn() }],
  };
}

function endNotice(view: KioskView): BarNotice {
  const { words } = view;
  return {
    tone: 'question',
    sentence: words.say('bar.end.question'),
    detail: words.say('bar.end.detail'),
    answers: [
      { word: words.say('bar.end.yes'), choose: () => view.wish('session.end', {}) },
      { word: words.say('bar.end.no'), choose: () => view.goOn() },
    ],
  };
}

/** What is read aloud of the bar: the notice, or what one would ask first. The names of pages are the visitor's. */
export function spokenBar(view: KioskView, scene: Active): string {
  const notice = barNotice(view, scene);
  if (notice !== null)
    return [notice.sentence, notice.detail ?? '', ...notice.answers.map(({ word }) => word)].join('\n');
  if (scene.panel !== null) return spokenPanel(view, scene.panel, scene.documents);
  return [view.words.say('bar.label'), view.words.say('bar.left'), view.left.long].join('\n');
}
