import type { Protocol } from 'devtools-protocol/types/protocol.d.ts';
import { decide, type BrowsingPolicy, type RefusalReason } from '../kiosk/browsing/decide.ts';
import { askFor } from '../kiosk/browsing/ask-address.ts';
import { plainPageHeaders } from '../kiosk/browsing/plain-page.ts';
import { type Refusal, refusalPage } from '../kiosk/browsing/refusal-page.ts';
import type { FileField } from './file-choice.ts';
import type { DevTools, DevToolsSession } from './devtools.ts';

export interface PageRules {
  /** Another one when a facilitator opens a site. */
  policy: BrowsingPolicy;
  readonly refused: (reason: RefusalReason, category?: string) => void;
  readonly filesAsked: (field: FileField, several: boolean) => void;
}

const documents = [{ urlPattern: '*', resourceType: 'Document' as const, requestStage: 'Request' as const }];

function showRefusal(page: DevToolsSession, requestId: string, refusal: Refusal): void {
  page.tell('Fetch.fulfillRequest', {
    requestId,
    responseCode: 403,
    responseHeaders: Object.entries(plainPageHeaders).map(([name, value]) => ({ name, value })),
    body: Buffer.from(refusalPage(refusal)).toString('base64'),
  });
}

/** Each document that a page or a frame asks for is asked of the kiosk first; a refused one becomes the page that says why. */
function guardDocuments(page: DevToolsSession, frame: string, rules: PageRules): void {
  page.on('Fetch.requestPaused', ({ requestId, request, frameId }) => {
    const { policy } = rules;
    const decision = decide(policy, { kind: 'navigation', address: request.url });
    if (decision.allowed) {
      page.tell('Fetch.continueRequest', { requestId });
      return;
    }
    // Frames inside a page are often advertisements: their refusals are shown in their place, told to no one, and asked for by no one.
    const isPage = frameId === frame;
    const ask = isPage ? askFor(policy, decision.reason, request.url) : {};
    showRefusal(page, requestId, { ...decision, ...ask, ...(policy.language && { language: policy.language }) });
    if (isPage) rules.refused(decision.reason, decision.category);
  });
}

interface Guarded {
  readonly devtools: DevTools;
  readonly sessionId: string;
  /** The page's own frame, which is the target's id. */
  readonly frame: string;
  readonly rules: PageRules;
}

/**
 * Puts one page or frame under the kiosk's rules and lets it run. It was born paused; nothing here waits for an answer, since a paused page would
 * give none for some of these calls.
 */
export function guardPage({ devtools, sessionId, frame, rules }: Guarded): DevToolsSession {
  const page = devtools.session(sessionId);
  guardDocuments(page, frame, rules);
  page.on('Page.fileChooserOpened', ({ mode, backendNodeId }) => {
    // Without a field it was asked for by script, to read and write the disk at will.
    if (backendNodeId === undefined) rules.refused('permission-refused');
    else rules.filesAsked({ page, tab: frame, node: backendNodeId }, mode === 'selectMultiple');
  });
  page.on('Target.attachedToTarget', ({ sessionId: born, targetInfo }: Protocol.Target.AttachedToTargetEvent) => {
    if (targetInfo.type === 'worker') devtools.session(born).tell('Runtime.runIfWaitingForDebugger');
    else guardPage({ devtools, sessionId: born, frame, rules });
  });
  page.on('Target.detachedFromTarget', (event) => devtools.forget(event.sessionId));
  page.tell('Fetch.enable', { patterns: documents });
  page.tell('Page.enable');
  page.tell('Page.setInterceptFileChooserDialog', { enabled: true });
  page.tell('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
    // Workers are born paused too, asked for or not; one that is not attached to could never be let go.
    filter: [{ type: 'iframe' }, { type: 'worker' }],
  });
  page.tell('Runtime.runIfWaitingForDebugger');
  return page;
}
