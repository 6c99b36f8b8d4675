import { z } from 'zod';

/** The screens' languages, French first. Arabic runs right to left. */
export const languages = ['fr', 'en', 'ar', 'uk', 'es'] as const;

export type Language = (typeof languages)[number];

export const languageSchema = z.enum(languages);

/** A text in French at least; a screen in another language falls back to the French one, marked `lang="fr"`. */
export const wordsSchema = z.strictObject({
  fr: z.string().min(1),
  en: z.string().min(1).optional(),
  ar: z.string().min(1).optional(),
  uk: z.string().min(1).optional(),
  es: z.string().min(1).optional(),
});

export type Words = z.infer<typeof wordsSchema>;
