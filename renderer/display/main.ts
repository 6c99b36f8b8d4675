import { mount } from 'svelte';
import '../parts/tokens.css';
import Display from './display.svelte';
import './display.css';
import { DisplayView, everyMs } from './display-view.svelte.ts';
import { readDisplay } from './read-display.ts';

const view = new DisplayView({ read: readDisplay, now: Date.now, asked: new URLSearchParams(location.search) });
view.apply(document.documentElement);
void view.read();
setInterval(() => void view.read(), everyMs);
setInterval(() => view.tick(), 1000);
mount(Display, { target: document.body, props: { view } });
