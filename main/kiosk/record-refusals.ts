import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import type { DeskLink } from './desk-link.ts';
import type { Proxy } from './proxy/proxy.ts';
import type { RefusalCounts } from './refusal-counts.ts';
import type { KioskStore } from './store/store.ts';

const lookForHourEveryMs = 60_000;

interface Recording {
  readonly clock: Clock;
  readonly link: DeskLink;
  readonly proxy: Proxy;
  readonly refusals: RefusalCounts;
  readonly store: KioskStore;
}

/** Puts what was counted on disk, when its hour is over or its session is. */
export function recordRefusals({ clock, link, proxy, refusals, store }: Recording): void {
  for (const [category, count] of proxy.takeRefusals()) refusals.add(category, count);
  const facts = refusals.take(clock.now().wall);
  if (facts.length === 0) return;
  store.record(facts);
  link.bringFacts();
}

/** The hour is the wall clock's, which may jump: it is looked at, not waited for. */
export function countHourly(parts: Recording & { readonly log: Logger }): { end(): void } {
  let cancel: () => void = () => undefined;
  const look = (): void => {
    cancel = parts.clock.after(lookForHourEveryMs, () => {
      look();
      try {
        if (parts.refusals.isDue(parts.clock.now().wall)) recordRefusals(parts);
      } catch (error) {
        parts.log.error({ err: error }, 'refusals could not be recorded');
      }
    });
  };
  look();
  return { end: () => cancel() };
}
