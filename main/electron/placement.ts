import type { Bounds } from './visitor-protocol.ts';

/** Height of the kiosk's bar above the visitor's page, in pixels of the screen. */
export const barHeight = 72;

export const barBounds = ({ x, y, width }: Bounds): Bounds => ({ x, y, width, height: barHeight });

export const pageBounds = ({ x, y, width, height }: Bounds): Bounds => ({
  x,
  y: y + barHeight,
  width,
  height: height - barHeight,
});

export const sameBounds = (one: Bounds, other: Bounds): boolean =>
  one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;
