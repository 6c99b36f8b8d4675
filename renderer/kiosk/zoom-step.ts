import { pageZooms, type PageZoom } from '../../contract/screens.ts';

/** The next size of pages, larger (1) or smaller (-1); null where there is none. */
export const zoomStep = (zoom: PageZoom, by: 1 | -1): PageZoom | null =>
  pageZooms[pageZooms.indexOf(zoom) + by] ?? null;
