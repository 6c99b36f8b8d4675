import type { ProxyConfig, Session } from 'electron';

/** No exception, loopback included, and no way around: a comma or `direct://` in the rules would be one. */
export const onlyProxy = (server: string): ProxyConfig => ({
  mode: 'fixed_servers',
  proxyRules: server,
  proxyBypassRules: '<-loopback>',
});

/** A page's video can leave its window and stand above the bar; devices have no place here. Pages cannot loosen what a response forbids. */
const forbidden = [
  'picture-in-picture',
  'display-capture',
  'usb',
  'serial',
  'hid',
  'bluetooth',
  'midi',
  'window-management',
  'local-fonts',
  'idle-detection',
];

const permissionsPolicy = forbidden.map((feature) => `${feature}=()`).join(', ');

const isPermissionsPolicy = (name: string): boolean => name.toLowerCase() === 'permissions-policy';

/**
 * Second lines, behind the proxy and the navigation handlers: what `loadURL` and `history.back()` start is seen here alone. One listener for
 * each event, since a second one replaces the first. https://www.electronjs.org/docs/latest/api/web-request
 */
export function guardNetwork(session: Session, allows: (address: string) => boolean): void {
  session.webRequest.onBeforeRequest({ urls: ['<all_urls>'], types: ['mainFrame', 'subFrame'] }, (details, answer) =>
    answer({ cancel: !allows(details.url) }),
  );
  session.webRequest.onHeadersReceived((details, answer) => {
    const kept = Object.entries(details.responseHeaders ?? {}).filter(([name]) => !isPermissionsPolicy(name));
    answer({ responseHeaders: { ...Object.fromEntries(kept), 'Permissions-Policy': [permissionsPolicy] } });
  });
}
