import { mount } from 'svelte';
import '../parts/tokens.css';
import Home from './home.svelte';
import './home.css';
import { HomeView } from './home-view.svelte.ts';

const view = new HomeView(new URLSearchParams(location.search).get('lang'));
const { documentElement: root } = document;
root.lang = view.words.language;
root.dir = view.words.direction;
await view.load();
mount(Home, { target: document.body, props: { view } });
