import { mount } from 'svelte';
import type { KioskBridge } from '../../contract/screens.ts';
import '../parts/tokens.css';
import App from './app.svelte';
import './kiosk.css';
import { KioskView } from './kiosk-view.svelte.ts';

declare global {
  interface Window {
    /** Put there by the host before the page runs; the only thing that this page has of the machine. */
    readonly escale: KioskBridge;
  }
}

const view = new KioskView({
  bridge: window.escale,
  monotonicNow: () => performance.now(),
});
view.open();
mount(App, { target: document.body, props: { view } });
