import type { Attachment } from 'svelte/attachments';

/** Moves the focus to what has just appeared, so that keyboard and screen reader go on from there. */
export const focusHere: Attachment<HTMLElement> = (element) => {
  element.focus({ preventScroll: true });
};
