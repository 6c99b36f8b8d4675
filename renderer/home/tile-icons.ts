import type { LucideProps } from '@lucide/svelte';
import BriefcaseBusiness from '@lucide/svelte/icons/briefcase-business';
import Folder from '@lucide/svelte/icons/folder';
import GraduationCap from '@lucide/svelte/icons/graduation-cap';
import HeartHandshake from '@lucide/svelte/icons/heart-handshake';
import HeartPulse from '@lucide/svelte/icons/heart-pulse';
import IdCard from '@lucide/svelte/icons/id-card';
import Landmark from '@lucide/svelte/icons/landmark';
import Mail from '@lucide/svelte/icons/mail';
import PenLine from '@lucide/svelte/icons/pen-line';
import School from '@lucide/svelte/icons/school';
import Search from '@lucide/svelte/icons/search';
import type { Component } from 'svelte';
import type { Tile } from '../../contract/profile.ts';

interface TileIcon {
  readonly drawing: Component<LucideProps>;
  /** Which pair of the tokens colours it: decoration, the word beside it says what it is. */
  readonly tone: 'brand' | 'free' | 'soon';
}

export const tileIcons: Readonly<Record<Tile['icon'], TileIcon>> = {
  work: { drawing: BriefcaseBusiness, tone: 'brand' },
  family: { drawing: HeartHandshake, tone: 'free' },
  papers: { drawing: IdCard, tone: 'soon' },
  mail: { drawing: Mail, tone: 'brand' },
  document: { drawing: PenLine, tone: 'soon' },
  files: { drawing: Folder, tone: 'free' },
  school: { drawing: School, tone: 'free' },
  learn: { drawing: GraduationCap, tone: 'soon' },
  search: { drawing: Search, tone: 'brand' },
  town: { drawing: Landmark, tone: 'brand' },
  health: { drawing: HeartPulse, tone: 'free' },
};
