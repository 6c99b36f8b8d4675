import { svelte } from '@sveltejs/vite-plugin-svelte';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig, type EnvironmentOptions } from 'vite';
import manifest from './package.json' with { type: 'json' };

/** `vite build --app --config electron.config.ts` makes three things: the screens (out/renderer), Electron's main and its preload. */

const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * What the Electron programs find at run time instead of in their bundle: Node, Electron, and the shipped packages. Not zod: a visitor's
 * process sees nothing of the disk but this bundle.
 */
const shipped = [
  /^electron(\/|$)/,
  /^node:/,
  ...builtinModules,
  ...Object.keys(manifest.dependencies)
    .filter((name) => name !== 'zod')
    .map((name) => new RegExp(`^${name}(/|$)`)),
];

interface ElectronBuild {
  readonly input: Record<string, string>;
  readonly format: 'es' | 'cjs';
  readonly outDir?: string;
}

/** Electron's own code: `es` for the one entry of both programs, `cjs` for the preload, since a sandboxed preload must be CommonJS. */
export function electronBuild({ input, format, outDir = from('out/electron') }: ElectronBuild): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true },
    build: {
      outDir,
      emptyOutDir: false,
      minify: false,
      target: 'node24',
      rolldownOptions: {
        input,
        external: shipped,
        output: {
          format,
          entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
          chunkFileNames: '[name].js',
        },
      },
    },
  };
}

export default defineConfig({
  root: from('renderer'),
  base: './',
  plugins: [svelte()],
  builder: {
    // By name: the Svelte plugin's options make Vite add an environment for server-side rendering, which nothing here has.
    buildApp: async (builder) => {
      for (const [name, environment] of Object.entries(builder.environments))
        if (name !== 'ssr') await builder.build(environment);
    },
  },
  environments: {
    client: {
      build: {
        outDir: from('out/renderer'),
        emptyOutDir: true,
        target: 'chrome140',
        modulePreload: { polyfill: false },
        // Fonts and pictures stay files: a data: address would need a hole in the screens' content policy.
        assetsInlineLimit: 0,
        rolldownOptions: {
          input: {
            kiosk: from('renderer/kiosk/index.html'),
            home: from('renderer/home/index.html'),
            desk: from('renderer/desk/index.html'),
            display: from('renderer/display/index.html'),
            reports: from('renderer/reports/index.html'),
          },
        },
      },
    },
    electronMain: electronBuild({ input: { main: from('main/electron/main.ts') }, format: 'es' }),
    electronPreload: electronBuild({ input: { preload: from('main/electron/preload.ts') }, format: 'cjs' }),
  },
});
