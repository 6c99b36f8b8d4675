import { mount } from 'svelte';
import '../parts/tokens.css';
import Home from './home.svelte';
import './home.css';
import { HomeView } from './home-view.svelte.ts';

const view = new HomeView(new URLSearchParams(location.search));
view.apply(document.documentElement);
await view.load();
mount(Home, { target: document.body, props: { view } });
