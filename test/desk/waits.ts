/** How long a test waits for something that must come; long enough for a busy machine. */
export const openWaitMs = { timeout: 10_000, interval: 10 };
