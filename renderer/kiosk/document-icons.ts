import type { LucideProps } from '@lucide/svelte';
import Archive from '@lucide/svelte/icons/file-archive';
import File from '@lucide/svelte/icons/file';
import FileImage from '@lucide/svelte/icons/file-image';
import FileMusic from '@lucide/svelte/icons/file-music';
import FileSpreadsheet from '@lucide/svelte/icons/file-spreadsheet';
import FileText from '@lucide/svelte/icons/file-text';
import Presentation from '@lucide/svelte/icons/presentation';
import Video from '@lucide/svelte/icons/video';
import type { Component } from 'svelte';
import type { DocumentKind } from '../../contract/screens.ts';

export const documentIcons: Readonly<Record<DocumentKind, Component<LucideProps>>> = {
  pdf: FileText,
  image: FileImage,
  text: FileText,
  sheet: FileSpreadsheet,
  slides: Presentation,
  sound: FileMusic,
  video: Video,
  archive: Archive,
  other: File,
};
