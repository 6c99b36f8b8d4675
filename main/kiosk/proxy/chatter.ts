/**
 * What a browser asks its maker for without anybody having asked: updates, lists, experiments, models, metrics, whether there is a network.
 * No page needs it, so it is always refused, and it is nobody's refusal: no figure tells of it.
 */
const hosts: ReadonlySet<string> = new Set([
  'accountcapabilities-pa.googleapis.com',
  'android.clients.google.com',
  'chromekanonymity-pa.googleapis.com',
  'chromekanonymityauth-pa.googleapis.com',
  'chromekanonymityquery-pa.googleapis.com',
  'chromereporting-pa.googleapis.com',
  'chromesyncpasswords-pa.googleapis.com',
  'chromewebstore.googleapis.com',
  'clients1.google.com',
  'clients2.google.com',
  'clients2.googleusercontent.com',
  'clients3.google.com',
  'clientservices.googleapis.com',
  'connectivitycheck.gstatic.com',
  'content-autofill.googleapis.com',
  'edgedl.me.gvt1.com',
  'oauthaccountmanager.googleapis.com',
  'optimizationguide-pa.googleapis.com',
  'passwordsleakcheck-pa.googleapis.com',
  'redirector.gvt1.com',
  'safebrowsing.google.com',
  'safebrowsing.googleapis.com',
  'safebrowsingohttpgateway.googleapis.com',
  'sb-ssl.google.com',
  'securitydomain-pa.googleapis.com',
  'update.googleapis.com',
]);

/** Messages pushed to the browser, and reports of it on the network: with many names each. */
const families = /(^|\.)(mtalk\.google\.com|gvt2\.com|nel\.goog)$|^alt\d-mtalk\.google\.com$/;

/** On a host that pages need too, and always in plain: an answer without content means that no portal stands in the way. */
const portalCheck = '/generate_204';

/** `path`: where it is seen. */
export const isChatter = (host: string, path?: string): boolean =>
  hosts.has(host) || families.test(host) || path === portalCheck;

/** A browser calls this at start, but a visitor who reads mail there needs it: chatter only where the rules refuse it anyway. */
const alsoCalled = 'accounts.google.com';

/** Of a connection that the rules refused: whether it may be the browser's own as well as the visitor's. */
export const mayBeChatter = (host: string): boolean => host === alsoCalled;
