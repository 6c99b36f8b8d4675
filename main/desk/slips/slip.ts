/** What is handed out on paper. Nobody's name: the code is all that ties it to anything. */
export interface Slip {
  readonly language: SlipLanguage;
  /** IANA zone of the place: times stand on its wall clock. */
  readonly zone: string;
  readonly placeName: string;
  /** As shown: `K7M-4QX`. */
  readonly code: string;
  readonly kind: 'ticket' | 'booking' | 'queue';
  /** Epoch milliseconds. */
  readonly when: { readonly startsAt: number; readonly endsAt: number } | null;
  readonly minutes: number | null;
  readonly workstationName: string | null;
  /** Epoch milliseconds: from then on the code opens nothing. */
  readonly validUntil: number | null;
  /** Whom to ask: a telephone number, a name of a desk. */
  readonly helpLine: string | null;
}

export type SlipLanguage = 'fr' | 'en';
