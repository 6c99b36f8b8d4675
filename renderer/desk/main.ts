import { mount } from 'svelte';
import '../parts/tokens.css';
import App from './app.svelte';
import './desk.css';
import { DeskView } from './desk-view.svelte.ts';

const view = new DeskView({
  openEvents: (path) => new EventSource(path),
  storage: window.localStorage,
  location: window.location,
});
window.addEventListener('hashchange', () => view.follow());
void view.open();
mount(App, { target: document.body, props: { view } });
