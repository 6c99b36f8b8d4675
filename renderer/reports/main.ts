import { mount } from 'svelte';
import { Temporal } from 'temporal-polyfill';
import '../parts/tokens.css';
import App from './app.svelte';
import { callCentral } from './central-call.ts';
import './reports.css';
import { ReportsView } from './reports-view.svelte.ts';
import { askedIn } from './view-address.ts';

const today = Temporal.Now.plainDateISO();
const view = new ReportsView({
  call: callCentral,
  today,
  asked: askedIn(location.search, today),
  showAddress: (search) => history.pushState(null, '', search),
});
window.addEventListener('popstate', () => void view.returnTo(location.search));
void view.load();
mount(App, { target: document.body, props: { view } });
