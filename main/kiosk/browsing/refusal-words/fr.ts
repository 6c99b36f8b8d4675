import type { RefusalWords } from './words.ts';

export const fr: RefusalWords = {
  home: 'Revenir à l’accueil',
  ask: 'Demander d’ouvrir ce site',
  openSite: 'Ouvrir le site',
  lookAgain: 'Voir la réponse',
  askAgain: 'Redemander',
  asking: {
    asked: {
      title: 'La demande est partie',
      why: 'L’accueil a reçu votre demande pour {site}.',
      next: 'Attendez qu’on vous réponde, puis appuyez sur « Voir la réponse ».',
    },
    opened: {
      title: 'Ce site est ouvert pour vous',
      why: 'Vous pouvez maintenant aller sur {site}.',
      next: 'Appuyez sur « Ouvrir le site ».',
    },
    refused: {
      title: 'L’accueil préfère ne pas ouvrir ce site',
      why: 'La demande pour {site} a été refusée.',
      next: 'Si vous ne savez pas pourquoi, parlez-en avec l’accueil.',
    },
    unheard: {
      title: 'La demande n’est pas partie',
      why: 'La liaison avec l’accueil est coupée : personne n’a reçu la demande pour {site}.',
      next: 'Faites signe à l’accueil, ou redemandez dans un moment.',
    },
    'too-many': {
      title: 'Plusieurs demandes sont déjà faites',
      why: 'Ce poste ne peut pas en envoyer d’autres pendant cette séance.',
      next: 'Le plus simple : appelez l’animatrice ou l’animateur.',
    },
    stale: {
      title: 'Cette demande ne vaut plus',
      why: 'Elle appartient à une page que vous avez quittée.',
      next: 'Retournez sur le site : le bouton pour demander y est encore.',
    },
  },
  facilitator: 'Une question ? L’animatrice ou l’animateur est là pour vous aider.',
  listedAs: 'Il est classé « {category} », et ce lieu n’ouvre pas cette catégorie.',
  categories: {
    adult: 'pour adultes',
    mixed_adult: 'pour adultes, en partie',
    agressif: 'haine et violence',
    malware: 'logiciels dangereux',
    phishing: 'hameçonnage',
    cryptojacking: 'calcul caché de monnaies',
    stalkerware: 'logiciels espions',
    ddos: 'attaques de sites',
    hacking: 'piratage',
    dangerous_material: 'matières dangereuses',
    drogue: 'drogue',
    warez: 'copies illégales',
    redirector: 'contournement du filtre',
    vpn: 'contournement du filtre',
    'residential-proxies': 'contournement du filtre',
    doh: 'contournement du filtre',
    dating: 'rencontres',
    gambling: 'jeux d’argent',
    games: 'jeux',
    sect: 'dérives sectaires',
    tricheur_pix: 'triche à Pix',
    examen_pix: 'aide pendant l’examen Pix',
  },
  reasons: {
    'address-unreadable': {
      title: 'Cette adresse n’est pas complète',
      why: 'L’ordinateur n’arrive pas à la lire.',
      next: 'Vérifiez chaque lettre, ou cherchez le nom du site depuis l’accueil.',
    },
    'scheme-refused': {
      title: 'Ce lien n’ouvre pas une page web',
      why: 'Il demande un autre programme, qui n’est pas sur ce poste.',
      next: 'Pour un message ou un appel, demandez à l’accueil comment faire ici.',
    },
    'site-refused': {
      title: 'Ce site n’est pas ouvert ici',
      why: 'Il ne fait pas partie de ce que ce lieu propose.',
      next: 'S’il vous est utile, demandez à l’accueil : on peut regarder avec vous.',
    },
    'site-not-in-list': {
      title: 'Ce poste ouvre seulement certains sites',
      why: 'Il est réservé aux démarches et aux services de la liste.',
      next: 'Choisissez un service depuis l’accueil, ou demandez un autre poste.',
    },
    'category-refused': {
      title: 'Ce site est filtré ici',
      why: 'Il fait partie d’une catégorie que ce lieu n’ouvre pas.',
      next: 'S’il vous est utile, demandez à l’accueil : on peut l’ouvrir pour vous.',
    },
    'private-network': {
      title: 'Cette adresse reste privée',
      why: 'Elle mène à un appareil de ce lieu et non à un site public.',
      next: 'Si vous cherchez l’imprimante ou un service d’ici, demandez à l’accueil.',
    },
    'port-refused': {
      title: 'Cette adresse n’est pas celle d’une page web',
      why: 'Le numéro écrit après le nom du site mène à un autre type de service.',
      next: 'Essayez l’adresse sans ce numéro.',
    },
    'too-many-tabs': {
      title: 'Beaucoup d’onglets sont déjà ouverts',
      why: 'Un de plus ralentirait l’ordinateur.',
      next: 'Fermez un onglet en haut de l’écran, puis essayez à nouveau.',
    },
    'downloads-refused': {
      title: 'Ce poste n’enregistre pas de fichiers',
      why: 'On peut y lire des pages, mais pas y garder de documents.',
      next: 'Pour garder ou imprimer ce document, demandez un autre poste à l’accueil.',
    },
    'permission-refused': {
      title: 'Cette page a demandé un accès fermé ici',
      why: 'Caméra, micro, position et appareils restent fermés pour vous protéger.',
      next: 'Continuez sans, ou demandez de l’aide à l’accueil.',
    },
    'no-session': {
      title: 'Aucune séance n’est ouverte',
      why: 'Les pages s’ouvrent pendant une séance.',
      next: 'Tapez le code de votre ticket sur l’écran de ce poste.',
    },
    'site-not-found': {
      title: 'Ce site est introuvable',
      why: 'Aucun site ne répond à ce nom, ou la connexion est coupée.',
      next: 'Vérifiez l’adresse, ou cherchez le nom du site depuis l’accueil.',
    },
    'site-silent': {
      title: 'Ce site ne répond pas',
      why: 'Il est peut-être en panne ou très occupé.',
      next: 'Attendez une minute, puis essayez à nouveau.',
    },
  },
};
