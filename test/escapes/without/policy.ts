/** Instead of `main/chromium/policies.ts`: only what the host's own probe asks for is refused, so that it notices nothing. */
export { pdfViewer, screensPolicies } from '../../../main/chromium/policies.ts';

export const visitorPolicies: Readonly<Record<string, unknown>> = {
  URLBlocklist: ['chrome://version', 'file:///etc/passwd', 'devtools://*'],
};
