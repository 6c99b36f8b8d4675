/** Where a row makes sense: nobody there and the lock on the screen; a visitor at work; the grace after the end. */
export const states = ['idle', 'session', 'ending'] as const;
export type State = (typeof states)[number];
