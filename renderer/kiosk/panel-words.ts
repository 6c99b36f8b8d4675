import type { DocumentsPanel, SavedDocument } from '../../contract/screens.ts';
import type { KioskView } from './kiosk-view.svelte.ts';

/** What the panel of documents is open for. */
export function panelTitle({ words }: KioskView, panel: DocumentsPanel): string {
  if (panel.for === 'looking') return words.say('documents.mine');
  return words.say(panel.several ? 'documents.choose.several' : 'documents.choose');
}

/** What to do when there is nothing to see or to choose. */
export const whyEmpty = ({ words }: KioskView, panel: DocumentsPanel): string =>
  words.say(panel.for === 'looking' ? 'documents.none' : 'documents.none.upload');

export function spokenPanel(view: KioskView, panel: DocumentsPanel, documents: readonly SavedDocument[]): string {
  const listed = documents.length === 0 ? [whyEmpty(view, panel)] : documents.map(({ name }) => name);
  return [panelTitle(view, panel), ...listed].join('\n');
}
