import { mount } from 'svelte';
import { Temporal } from 'temporal-polyfill';
import '../parts/tokens.css';
import App from './app.svelte';
import { callCentral } from './central-call.ts';
import { periodFromAddress } from './period.ts';
import './reports.css';
import { ReportsView } from './reports-view.svelte.ts';

const today = Temporal.Now.plainDateISO();
const view = new ReportsView({
  call: callCentral,
  now: () => new Date(),
  today,
  period: periodFromAddress(location.search, today),
  showAddress: (search) => history.replaceState(null, '', search),
});
void view.load();
mount(App, { target: document.body, props: { view } });
