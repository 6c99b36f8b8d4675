import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Screen } from '../../hosts/screen.ts';
import type { Move, Point } from './moves.ts';

type Handed = Extract<Move, { do: 'keys' | 'type' | 'click' | 'drag' }>;

const to = ([x, y]: Point): readonly string[] => ['mousemove', String(x), String(y)];

/** The words of xdotool for it. */
export function wordsFor(move: Handed): readonly string[] {
  switch (move.do) {
    case 'keys':
      return ['key', '--delay', '12', ...move.chords];
    case 'type':
      return ['type', '--delay', '12', move.text];
    case 'click': {
      const click = ['click', '--repeat', String(move.times), '--delay', '60', String(move.button)];
      const { held } = move;
      return [...to(move.at), ...(held === null ? click : ['keydown', held, ...click, 'keyup', held])];
    }
    case 'drag':
      return [...to(move.from), 'mousedown', '1', ...to(move.to), 'mouseup', '1'];
  }
}

/** By real keys and clicks, while everything else goes on: the kiosk lives in this very process. */
export async function act(screen: Screen, move: Handed): Promise<void> {
  await promisify(execFile)('xdotool', [...wordsFor(move)], { env: screen.environment });
}
