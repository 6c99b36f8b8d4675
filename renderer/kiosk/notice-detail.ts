import type { Scene } from '../../contract/screens.ts';
import { clockText, dayText } from '../words/clock-text.ts';
import type { KioskView } from './kiosk-view.svelte.ts';

export type NoticeScene = Extract<Scene, { phase: 'ending' | 'wiping' | 'closed' | 'out-of-service' | 'maintenance' }>;

/** The second sentence of a notice: what happens next, or what to do. */
export function noticeDetail(view: KioskView, scene: NoticeScene): string {
  const { words } = view;
  switch (scene.phase) {
    case 'ending':
      return view.leftMs > 0
        ? words.say('ending.grace', { seconds: Math.ceil(view.leftMs / 1000) })
        : words.say('ending.now');
    case 'wiping':
      return words.say('wiping.detail');
    case 'closed':
      return scene.opensAt === null ? words.say('closed.detail') : opensText(view, new Date(scene.opensAt));
    case 'out-of-service':
      return words.say('out.detail');
    case 'maintenance':
      return words.say('maintenance.detail');
  }
}

function opensText({ words, minute, snapshot }: KioskView, opensAt: Date): string {
  const zone = snapshot?.zone ?? 'UTC';
  const [day, today] = [dayText(opensAt, zone, words.language), dayText(new Date(minute), zone, words.language)];
  const time = clockText(opensAt, zone, words.language);
  return day === today ? words.say('closed.today', { time }) : words.say('closed.other-day', { day, time });
}
