import type { Configuration } from 'electron-builder';

/**
 * How the Electron kiosk is packed: `npm run package`. Unpacked, or as a Debian package that an association's technician installs.
 * https://www.electron.build/configuration
 */
const configuration: Configuration = {
  appId: 'fr.escale.kiosk',
  productName: 'Escale',
  copyright: 'EUPL-1.2',
  directories: { output: 'out/package', buildResources: 'deploy/package' },
  // What is built, and the packages that it finds at run time: no source and no test.
  files: [
    'package.json',
    'out/electron/**',
    'out/renderer/**',
    'kiosk-profiles/*.json',
    '!**/node_modules/*/{test,tests,docs,example,examples}/**',
    '!**/node_modules/**/*.{md,map,ts,c,cpp,h,gyp}',
    '!**/node_modules/better-sqlite3/{deps,src}/**',
    '!**/node_modules/better-sqlite3/prebuilds/{darwin,win32,linuxmusl}-*.node',
  ],
  asar: true,
  // Loaded from the archive, a native module would be copied to a temporary file at each start.
  asarUnpack: ['**/*.node'],
  // better-sqlite3 carries its Node-API binaries: nothing is compiled, nothing is downloaded.
  npmRebuild: false,
  electronLanguages: ['fr', 'en-US', 'ar', 'uk', 'es'],
  /**
   * Switches in Electron's own binary, turned before it is packed. Neither the environment nor the command line makes a Node of it, and it runs
   * no code but the archive's. https://www.electronjs.org/docs/latest/tutorial/fuses
   */
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    // Windows only; without effect on Linux, where the package manager's files belong to root.
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
  linux: {
    target: ['deb', 'dir'],
    executableName: 'escale-kiosk',
    maintainer: 'Escale <escale@example.org>',
    vendor: 'Escale',
    category: 'Utility',
    synopsis: 'Kiosk of a public digital space',
    description:
      'Locked kiosk for the workstations of a public digital space: sessions with a deadline, and nothing left behind.',
  },
  deb: {
    depends: [
      ...[
        'libgtk-3-0',
        'libnotify4',
        'libnss3',
        'libxss1',
        'libxtst6',
        'xdg-utils',
        'libatspi2.0-0',
        'libuuid1',
        'libsecret-1-0',
      ],
      ...['openbox', 'bubblewrap', 'socat', 'iproute2', 'util-linux'],
    ],
    recommends: ['espeak-ng', 'alsa-utils', 'adwaita-icon-theme'],
  },
};

export default configuration;
