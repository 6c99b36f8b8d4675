/** The two channels between preload and kiosk. Known to these two files alone: the page sees `window.escale`. */
export const callChannel = 'escale:call';
export const eventChannel = 'escale:event';
