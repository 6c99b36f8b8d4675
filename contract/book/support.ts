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

export const genderWords = ['feminin', 'masculin'] as const;

export const statusWords = ['scolarise', 'sans_emploi', 'en_emploi', 'retraite'] as const;

export const equipmentWords = ['ordinateur', 'telephone', 'tablette', 'autre', 'aucun'] as const;

export const referralWords = [
  'aucune',
  'administration',
  'mediation_numerique',
  'operateur_ou_organisme_en_charge',
  'aide_sociale',
  'insertion_professionnelle',
  'aide_aux_demarches_administratives',
  'autre',
] as const;

/** INSEE code. */
export const communeCodeSchema = z.string().regex(/^(\d{2}|2[AB])\d{3}$/, 'expected an INSEE code such as "25056"');

export const communeWordSchema = z.union([communeCodeSchema, z.literal('elsewhere')]);

/** A commune from which many people come, as the place lists it. */
export const listedCommuneSchema = z.strictObject({ code: communeCodeSchema, name: z.string().trim().min(1).max(80) });

export type ListedCommune = z.infer<typeof listedCommuneSchema>;

/** How much help it took. */
export const autonomies = ['entierement_accompagne', 'partiellement_autonome', 'autonome'] as const;

/** What a place may ask besides, where its funders want to know; nothing of it by default. */
export const supportQuestions = ['gender', 'age', 'status', 'commune', 'equipment', 'referral'] as const;

export type SupportQuestion = (typeof supportQuestions)[number];

/** Coop words; null, or an empty list = nobody said. */
export const supportSchema = z.strictObject({
  /** Null: help at the desk, without a workstation. */
  session: z.nullable(z.uuid()),
  topics: z.array(topicSchema).max(topics.length),
  autonomy: z.nullable(z.enum(autonomies)),
  gender: z.nullable(z.enum(genderWords)).default(null),
  /** Turned into a band when it arrives, and then forgotten. */
  birthYear: z.nullable(z.int().min(1900).max(2100)).default(null),
  status: z.nullable(z.enum(statusWords)).default(null),
  /** Of the place's own list, or elsewhere. */
  commune: z.nullable(communeWordSchema).default(null),
  equipment: z.array(z.enum(equipmentWords)).max(equipmentWords.length).default([]),
  referral: z.nullable(z.enum(referralWords)).default(null),
});

export type Support = z.infer<typeof supportSchema>;

/** A session that has just ended and that nobody has said anything of: one tap, or none. */
export const undescribedSchema = z.strictObject({ session: z.uuid(), workstation: z.uuid(), endedAt: instantSchema });

export type Undescribed = z.infer<typeof undescribedSchema>;
