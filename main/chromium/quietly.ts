import { DevToolsEnd, DevToolsRefusal } from './devtools.ts';

/** For what a page may have made pointless by going away meanwhile. */
export function quietly(attempt: Promise<unknown>): void {
  attempt.catch((error: unknown) => {
    if (!(error instanceof DevToolsRefusal || error instanceof DevToolsEnd)) throw error;
  });
}
