import { registerHooks } from 'node:module';
import type { Layer } from './row.ts';

const at = (path: string): string => new URL(path, import.meta.url).href;

/** The module that is each layer, and what stands in for it when the layer is taken away. */
const replaced: Readonly<Record<Layer, { readonly whole: string; readonly hole: string }>> = {
  keys: { whole: at('../../main/chromium/keys.ts'), hole: at('without/keys.ts') },
  windows: { whole: at('../../main/chromium/devtools.ts'), hole: at('without/windows.ts') },
  policy: { whole: at('../../main/chromium/policies.ts'), hole: at('without/policy.ts') },
  network: { whole: at('../../main/kiosk/proxy/gate.ts'), hole: at('without/network.ts') },
  jail: { whole: at('../../main/kiosk/jail/jail.ts'), hole: at('without/jail.ts') },
};

/** The kiosk notices each of these by itself and opens no session; what is to be seen here is which escape then succeeds. */
const selfTest = { whole: at('../../main/kiosk/walls/self-test.ts'), hole: at('without/self-test.ts') };

/** Takes a layer away from every module that is loaded from now on: the product itself knows nothing of it. */
export function takeAway(layer: Layer): void {
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const hole = [replaced[layer], selfTest].find(({ whole }) => whole === found.url)?.hole;
      return hole !== undefined && context.parentURL !== hole ? { ...found, url: hole } : found;
    },
  });
}
