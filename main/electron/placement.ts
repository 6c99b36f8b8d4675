import type { Layout } from '../kiosk/host.ts';
import type { Bounds } from './visitor-protocol.ts';

/** What shows a visitor. */
export type SessionLayout = Exclude<Layout, 'locked'>;

/** Height of the kiosk's bar above the visitor's page, in pixels of the screen. */
const barHeight = 72;

/** Where the kiosk's window stands, and where the visitor's. */
export interface Placement {
  readonly bar: Bounds;
  readonly page: Bounds;
}

export function placementOf(layout: SessionLayout, { x, y, width, height }: Bounds): Placement {
  const above = layout === 'bar' ? barHeight : Math.floor(height / 2);
  return { bar: { x, y, width, height: above }, page: { x, y: y + above, width, height: height - above } };
}

export const sameBounds = (one: Bounds, other: Bounds): boolean =>
  one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;
