import jsQR from 'jsqr';

/** A picture in shades of grey, row by row from the top; 255 is white. */
export interface GrayPicture {
  readonly width: number;
  readonly height: number;
  readonly shades: Uint8Array;
}

/** What a reader of another maker than ours finds in a picture; null: no code. */
export function readQr({ width, height, shades }: GrayPicture): string | null {
  const pixels = new Uint8ClampedArray(width * height * 4);
  shades.forEach((shade, at) => {
    pixels.set([shade, shade, shade, 255], at * 4);
  });
  return jsQR(pixels, width, height, { inversionAttempts: 'dontInvert' })?.data ?? null;
}

const pixelsWide = 6;
const quietModules = 4;

/** Draws modules, with what must stay free around them. */
export function pictureOf(size: number, isBlack: (x: number, y: number) => boolean): GrayPicture {
  const side = (size + 2 * quietModules) * pixelsWide;
  const shades = new Uint8Array(side * side).map((_, at) => {
    const x = Math.floor((at % side) / pixelsWide) - quietModules;
    const y = Math.floor(at / side / pixelsWide) - quietModules;
    return x >= 0 && y >= 0 && x < size && y < size && isBlack(x, y) ? 0 : 255;
  });
  return { width: side, height: side, shades };
}
