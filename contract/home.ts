import type { z } from 'zod';
import { profileSchema } from './profile.ts';

/** Page of tiles ⇄ kiosk: what the page reads of the profile, and where. The rest of the profile is none of a visitor's business. */

export const homeProfilePath = '/profile.json';

export const homeProfileSchema = profileSchema.pick({ name: true, tiles: true, searchAddress: true });

export type HomeProfile = z.infer<typeof homeProfileSchema>;
