import { z } from 'zod';
import type { OpenStretch } from '../../../contract/allowance.ts';
import { openStretches } from '../../../contract/calendar/open-stretches.ts';
import type { OpeningRules } from '../../../contract/calendar/opening-rules.ts';
import type { PlaceRules } from '../../../contract/desk-link.ts';
import { placeSettingsSchema, type PlaceSettings } from '../../../contract/desk-routes.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';
import { type HashedCode, hashMaintenanceCode } from './maintenance-code.ts';

/** What a kiosk holds of the hours: enough for a desk that is away for a week. */
const daysAhead = 8;
const dayMs = 24 * 60 * 60_000;

type StoredSettings = Omit<PlaceSettings, 'newMaintenanceCode'>;

/** Of a place that has set nothing yet: always open, generous, and nobody is disturbed. */
export const firstSettings: StoredSettings = {
  ...{ week: null, seasons: [], exceptions: [], closedOnHolidays: null },
  ...{ supportQuestions: [], communes: [], smallestCell: 5 },
  bookingMarginMinutes: 5,
  shortestMinutes: 5,
  extension: { stepMinutes: 15, automatic: true },
  resumeMinutes: 15,
  inactivity: null,
  helpLine: null,
};

const storedSchema = z.strictObject(placeSettingsSchema.omit({ newMaintenanceCode: true }).shape);
const codeSchema = z.strictObject({ salt: z.hex(), hash: z.hex() });

interface RuleRow {
  readonly settings: string;
  readonly maintenance_code: string | null;
}

/** How the place wants its sessions to be, as staff set it; one row of the book. */
export class RuleBook {
  readonly #store: Store;
  readonly #zone: string;
  readonly #clock: Clock;

  constructor(store: Store, zone: string, clock: Clock) {
    this.#store = store;
    this.#zone = zone;
    this.#clock = clock;
  }

  /** What the settings page shows: everything but the maintenance code. */
  read(): PlaceSettings {
    return { ...this.#settings(), newMaintenanceCode: null };
  }

  async write({ newMaintenanceCode, ...settings }: PlaceSettings): Promise<void> {
    const code = newMaintenanceCode === null ? null : await hashMaintenanceCode(newMaintenanceCode);
    this.#store
      .prepare(
        `INSERT INTO place_rules (only, settings, maintenance_code) VALUES (1, ?, ?)
         ON CONFLICT (only) DO UPDATE SET settings = excluded.settings,
           maintenance_code = coalesce(excluded.maintenance_code, maintenance_code)`,
      )
      .run(JSON.stringify(settings), code === null ? null : JSON.stringify(code));
  }

  /** The rules as kiosks hold them, with the hours of the eight days from that moment on. */
  rulesAt(at: number = this.#clock()): PlaceRules {
    const { bookingMarginMinutes, shortestMinutes, extension, resumeMinutes, inactivity, helpLine } = this.#settings();
    const open = this.openBetween(at, at + (daysAhead - 1) * dayMs);
    return {
      ...{ bookingMarginMinutes, shortestMinutes, extension, resumeMinutes, inactivity, helpLine },
      hours:
        open?.map(({ opensAt, closesAt }) => ({ opensAt: instantOf(opensAt), closesAt: instantOf(closesAt) })) ?? null,
      maintenanceCode: this.#code(),
    };
  }

  /** When the place is open between two instants; null = it keeps no hours. What is partly in is whole. */
  openBetween(from: number, to: number): OpenStretch[] | null {
    const opening = this.opening();
    return opening === null ? null : openStretches(opening, { from, to }, this.#zone);
  }

  /** When the place is open, as staff set it; null = it keeps no hours. */
  opening(): OpeningRules | null {
    const { week, seasons, exceptions, closedOnHolidays } = this.#settings();
    return week === null ? null : { week, seasons, exceptions, closedOnHolidays };
  }

  get resumeMs(): number {
    return this.#settings().resumeMinutes * 60_000;
  }

  #settings(): StoredSettings {
    const row = this.#row();
    return row === undefined ? firstSettings : storedSchema.parse(JSON.parse(row.settings));
  }

  #code(): HashedCode | null {
    const code = this.#row()?.maintenance_code ?? null;
    return code === null ? null : codeSchema.parse(JSON.parse(code));
  }

  #row(): RuleRow | undefined {
    return prepared<[], RuleRow>(this.#store, 'SELECT settings, maintenance_code FROM place_rules').get();
  }
}
