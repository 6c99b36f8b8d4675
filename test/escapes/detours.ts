/** Sites that show other sites: a translator, a cache, a proxy that is a page. */
export const detours = ['traducteur.example', 'cache.example', 'mandataire.example'];
export const detourCategory = 'redirector';
