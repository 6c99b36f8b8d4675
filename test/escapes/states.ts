/**
 * Where a row makes sense: nobody there and the lock on the screen; a visitor at work; the same with the desk and every site outside the house
 * out of reach; the grace after the end.
 */
export const states = ['idle', 'session', 'offline', 'ending'] as const;
export type State = (typeof states)[number];
