/** What stands at a place, 0 beyond the end. One function for each kind of array: one for all would be slow with each. */

export const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;
export const wordAt = (words: Uint32Array, at: number): number => words[at] ?? 0;
export const laneAt = (lanes: Int32Array, at: number): number => lanes[at] ?? 0;
export const setAt = (sets: Uint16Array, at: number): number => sets[at] ?? 0;
