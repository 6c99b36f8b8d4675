import { difference, type Sign, type Strip } from './eyes.ts';

/** The screens of a visit, as they looked once they had come to rest. */
export interface Pictures {
  readonly welcome: Buffer;
  readonly charter: Buffer;
  readonly tiles: Buffer;
  /** The page of tiles after one press of Tab. */
  readonly tilesAnswered: Buffer;
  /** The welcome that says that everything of the visitor before is erased. */
  readonly erased: Buffer;
}

export type Signs = Readonly<Record<keyof Pictures | 'locked', Sign>>;

/** The clock and the bar with its remaining time are above. */
const below = 100;
/** Two screens must differ by this share of a row, or a caret could make one the other. */
const telling = 0.06;

export function signsOf(pictures: Pictures, screen: Strip): Signs {
  const sign = (name: keyof Pictures): Sign =>
    Object.keys(pictures)
      .filter((other) => other !== name)
      .map((other) => tellingRow(pictures, name, { other: other as keyof Pictures, screen }));
  return {
    welcome: sign('welcome'),
    charter: sign('charter'),
    tiles: sign('tiles'),
    tilesAnswered: sign('tilesAnswered'),
    erased: sign('erased'),
    locked: lockedSign(pictures, screen),
  };
}

/** The row in which the one picture differs most from the other one. */
function tellingRow(
  pictures: Pictures,
  name: keyof Pictures,
  { other, screen }: { other: keyof Pictures; screen: Strip },
): Sign[number] {
  let best = { y: below, differing: 0 };
  for (let y = below; y < screen.height; y += 1) {
    const differing = difference(rowOf(pictures[name], y, screen), rowOf(pictures[other], y, screen));
    if (differing > best.differing) best = { y, differing };
  }
  if (best.differing < telling) throw new Error(`the screens "${name}" and "${other}" look too alike to be told apart`);
  return { strip: { x: 0, y: best.y, width: screen.width, height: 1 }, pixels: rowOf(pictures[name], best.y, screen) };
}

function rowOf(picture: Buffer, y: number, { width }: Strip): Buffer {
  return picture.subarray(4 * width * y, 4 * width * (y + 1));
}

/**
 * The locked kiosk, whatever it says: down its margin, from the top to the bottom of the display, all of its screens are the same paper,
 * and with a session the bar and the visitor's page are there.
 */
function lockedSign({ welcome, charter, erased, tiles }: Pictures, screen: Strip): Sign {
  const strip = { x: 8, y: 0, width: 1, height: screen.height };
  const margin = (picture: Buffer): Buffer =>
    Buffer.concat(
      Array.from({ length: screen.height }, (_, y) => {
        const at = 4 * (y * screen.width + strip.x);
        return picture.subarray(at, at + 4);
      }),
    );
  const paper = margin(welcome);
  const alike = [charter, erased].every((locked) => difference(paper, margin(locked)) === 0);
  if (!alike) throw new Error('the margin of the locked screens is not everywhere the same: choose another sign of it');
  if (difference(paper, margin(tiles)) < telling) throw new Error('the margin does not tell a session from the lock');
  return [{ strip, pixels: paper }];
}
