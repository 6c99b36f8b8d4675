import type { RefusalWords } from './words.ts';

export const en: RefusalWords = {
  home: 'Back to the start page',
  ask: 'Ask for this site',
  openSite: 'Open the site',
  lookAgain: 'See the answer',
  askAgain: 'Ask again',
  asking: {
    asked: {
      title: 'Your request has been sent',
      why: 'The desk has received your request for {site}.',
      next: 'Wait until somebody answers, then press “See the answer”.',
    },
    opened: {
      title: 'This site is open for you',
      why: 'You can now go to {site}.',
      next: 'Press “Open the site”.',
    },
    refused: {
      title: 'The desk would rather not open this site',
      why: 'The request for {site} was turned down.',
      next: 'If you do not know why, talk to the desk.',
    },
    unheard: {
      title: 'Your request has not been sent',
      why: 'The line to the desk is down: nobody has received the request for {site}.',
      next: 'Wave to the desk, or ask again in a moment.',
    },
    'too-many': {
      title: 'You have asked for several sites already',
      why: 'This computer cannot send any more requests in this session.',
      next: 'The simplest way: call the facilitator.',
    },
    stale: {
      title: 'This request is no longer valid',
      why: 'It belongs to a page that you have left.',
      next: 'Go back to the site: the button to ask is still there.',
    },
  },
  facilitator: 'Any question? The staff here are glad to help.',
  listedAs: 'It is listed as “{category}”, and this place does not open that category.',
  categories: {
    adult: 'for adults',
    mixed_adult: 'for adults, in part',
    agressif: 'hate and violence',
    malware: 'harmful software',
    phishing: 'phishing',
    cryptojacking: 'hidden coin mining',
    stalkerware: 'spying software',
    ddos: 'attacks on sites',
    hacking: 'hacking',
    dangerous_material: 'dangerous materials',
    drogue: 'drugs',
    warez: 'illegal copies',
    redirector: 'ways around the filter',
    vpn: 'ways around the filter',
    'residential-proxies': 'ways around the filter',
    doh: 'ways around the filter',
    dating: 'dating',
    gambling: 'gambling',
    games: 'games',
    sect: 'cults',
    tricheur_pix: 'cheating at Pix',
    examen_pix: 'help during the Pix exam',
  },
  reasons: {
    'address-unreadable': {
      title: 'This address is not complete',
      why: 'The computer cannot read it.',
      next: 'Check each letter, or search for the site’s name on the start page.',
    },
    'scheme-refused': {
      title: 'This link does not open a web page',
      why: 'It asks for another program, which this computer does not have.',
      next: 'For a message or a call, ask at the desk how to do it here.',
    },
    'site-refused': {
      title: 'This site is not open here',
      why: 'It is not part of what this place offers.',
      next: 'If you need it, ask at the desk: we can look at it together.',
    },
    'site-not-in-list': {
      title: 'This computer opens certain sites only',
      why: 'It is kept for the services on its list.',
      next: 'Choose a service on the start page, or ask for another computer.',
    },
    'category-refused': {
      title: 'This site is filtered here',
      why: 'It belongs to a category that this place does not open.',
      next: 'If you need it, ask at the desk: it can be opened for you.',
    },
    'private-network': {
      title: 'This address is private',
      why: 'It leads to a device in this place and not to a public site.',
      next: 'If you are looking for the printer or a service here, ask at the desk.',
    },
    'port-refused': {
      title: 'This is not the address of a web page',
      why: 'The number after the site’s name leads to another kind of service.',
      next: 'Try the address without that number.',
    },
    'too-many-tabs': {
      title: 'Many tabs are already open',
      why: 'One more would slow the computer down.',
      next: 'Close a tab at the top of the screen, then try again.',
    },
    'downloads-refused': {
      title: 'This computer does not save files',
      why: 'You can read pages on it, but not keep documents.',
      next: 'To keep or print this document, ask for another computer at the desk.',
    },
    'permission-refused': {
      title: 'This page asked for something that is closed here',
      why: 'Camera, microphone, location and devices stay closed to protect you.',
      next: 'Go on without it, or ask for help at the desk.',
    },
    'no-session': {
      title: 'No session is open',
      why: 'Pages open during a session.',
      next: 'Type the code of your ticket on this computer’s screen.',
    },
    'site-not-found': {
      title: 'This site cannot be found',
      why: 'No site answers to this name, or the connection is down.',
      next: 'Check the address, or search for the site’s name on the start page.',
    },
    'site-silent': {
      title: 'This site does not answer',
      why: 'It may be out of order or very busy.',
      next: 'Wait a minute, then try again.',
    },
  },
};
