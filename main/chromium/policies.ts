import { forwarderPort } from '../kiosk/jail/jail.ts';
import { witnessOrigin } from '../kiosk/proxy/witness.ts';

/**
 * Chromium's managed policies for every visitor's browser: the same for all sessions, since a browser waits ready before anyone knows for which
 * profile. What differs by profile is decided by the proxy and by `main/kiosk`. Mounted read-only inside the jail.
 *
 * Names and types read back as "OK" on chrome://policy in Chromium 156; a malformed file would fail open and silently, hence the trial in `visitor-trial.ts`.
 */

const refuse = 2;

const neverAsked = [
  'Geolocation',
  'Notifications',
  'Clipboard',
  'LocalFonts',
  'WindowManagement',
  'IdleDetection',
  'Sensors',
  'SerialGuard',
  'WebUsbGuard',
  'WebBluetoothGuard',
  'WebHidGuard',
  'FileSystemReadGuard',
  'FileSystemWriteGuard',
  'InsecureContent',
];

/** PDF documents open in this built-in page; without it they would be blank. */
export const pdfViewer = 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai';

const addresses = {
  // "*" leaves chrome: and chrome-extension: open, so they are named. `devtools://*` is what keeps DevTools shut.
  URLBlocklist: [
    '*',
    'chrome://*',
    'chrome-extension://*',
    'chrome-untrusted://*',
    'devtools://*',
    'view-source:*',
    'file://*',
    'javascript://*',
  ],
  URLAllowlist: ['http://*', 'https://*', pdfViewer],
  // 2 would refuse the kiosk's own pipe at the pages.
  DeveloperToolsAvailability: 1,
};

/** The kiosk plants a word in every store that a page can reach, some of which are for secure pages only. Its own origin, and no other. */
const witness = { OverrideSecurityRestrictionsOnInsecureOrigin: [witnessOrigin] };

const network = {
  ProxySettings: {
    ProxyMode: 'fixed_servers',
    ProxyServer: `127.0.0.1:${forwarderPort}`,
    // Without it, loopback would be reached past the proxy.
    ProxyBypassList: '<-loopback>',
  },
  WebRtcIPHandling: 'disable_non_proxied_udp',
  QuicAllowed: false,
  DnsOverHttpsMode: 'off',
  NetworkPredictionOptions: 2,
  SSLErrorOverrideAllowed: false,
};

const pages = {
  DefaultPopupsSetting: refuse,
  AutomaticFullscreenBlockedForUrls: ['*'],
  PrintingEnabled: false,
  AllowFileSelectionDialogs: false,
  // The ground that holds when the kiosk does not answer: it opens downloads session by session over the pipe.
  DownloadRestrictions: 3,
  AudioCaptureAllowed: false,
  VideoCaptureAllowed: false,
  ScreenCaptureAllowed: false,
  ...Object.fromEntries(neverAsked.map((name) => [`Default${name}Setting`, refuse])),
};

const browser = {
  IncognitoModeAvailability: 0,
  BrowserSignin: 0,
  SyncDisabled: true,
  BrowserGuestModeEnabled: false,
  BrowserAddPersonEnabled: false,
  PasswordManagerEnabled: false,
  PasswordManagerPasskeysEnabled: false,
  PaymentMethodQueryEnabled: false,
  AutofillAddressEnabled: false,
  AutofillCreditCardEnabled: false,
  ExtensionInstallBlocklist: ['*'],
  BackgroundModeEnabled: false,
  TaskManagerEndProcessEnabled: false,
  EditBookmarksEnabled: false,
  TranslateEnabled: false,
  SpellCheckServiceEnabled: false,
  SearchSuggestEnabled: false,
  AlternateErrorPagesEnabled: false,
  MetricsReportingEnabled: false,
  UserFeedbackAllowed: false,
  PromotionsEnabled: false,
  BuiltInAIAPIsEnabled: false,
  GeminiSettings: 1,
  AIModeSettings: 1,
  SearchContentSharingSettings: 1,
  EnableMediaRouter: false,
  RestoreOnStartup: 5,
};

export const visitorPolicies: Readonly<Record<string, unknown>> = {
  ...addresses,
  ...network,
  ...witness,
  ...pages,
  ...browser,
};

/** The screens show the kiosk's own files only, so they need little; nothing of a user's browser may come up. */
export const screensPolicies: Readonly<Record<string, unknown>> = {
  ...browser,
  ...pages,
  URLBlocklist: [...addresses.URLBlocklist],
  URLAllowlist: ['https://escale.invalid', 'data:*'],
  DeveloperToolsAvailability: 1,
};
