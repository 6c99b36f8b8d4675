import { z } from 'zod';
import { instantSchema } from '../session.ts';

/** What help was given in a session, in the words of the national tool (Coop de la médiation numérique), so that figures can be put side by side. */

export const mediationTopics = [
  'diagnostic_numerique',
  'prendre_en_main_du_materiel',
  'maintenance_de_materiel',
  'gere_ses_contenus_numeriques',
  'navigation_sur_internet',
  'email',
  'bureautique',
  'reseaux_sociaux',
  'sante',
  'banque_et_achats_en_ligne',
  'entrepreneuriat',
  'insertion_professionnelle',
  'securite_numerique',
  'parentalite',
  'scolarite_et_numerique',
  'creer_avec_le_numerique',
  'culture_numerique',
  'intelligence_artificielle',
] as const;

/** Administrative procedures: the Coop counts `aide_aux_demarches_administratives` whenever one of them is named. */
export const procedureTopics = [
  'papiers_elections_citoyennete',
  'famille_scolarite',
  'social_sante',
  'travail_formation',
  'logement',
  'transports_mobilite',
  'argent_impots',
  'justice',
  'etrangers_europe',
  'loisirs_sports_culture',
  'associations',
] as const;

export const topics = [...mediationTopics, ...procedureTopics] as const;

export const topicSchema = z.enum(topics);

export type Topic = z.infer<typeof topicSchema>;

/** How much help it took. */
export const autonomies = ['entierement_accompagne', 'partiellement_autonome', 'autonome'] as const;

export const supportSchema = z.strictObject({
  session: z.uuid(),
  topics: z.array(topicSchema).max(topics.length),
  autonomy: z.nullable(z.enum(autonomies)),
});

export type Support = z.infer<typeof supportSchema>;

/** A session that has just ended and that nobody has said anything of: one tap, or none. */
export const undescribedSchema = z.strictObject({ session: z.uuid(), workstation: z.uuid(), endedAt: instantSchema });

export type Undescribed = z.infer<typeof undescribedSchema>;
