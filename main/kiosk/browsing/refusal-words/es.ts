import type { RefusalWords } from './words.ts';

export const es: RefusalWords = {
  home: 'Volver al inicio',
  ask: 'Pedir que se abra este sitio',
  openSite: 'Abrir el sitio',
  lookAgain: 'Ver la respuesta',
  askAgain: 'Pedir otra vez',
  asking: {
    asked: {
      title: 'La petición ha salido',
      why: 'La recepción ha recibido su petición para {site}.',
      next: 'Espere a que le respondan y pulse «Ver la respuesta».',
    },
    opened: {
      title: 'Este sitio está abierto para usted',
      why: 'Ahora puede ir a {site}.',
      next: 'Pulse «Abrir el sitio».',
    },
    refused: {
      title: 'La recepción prefiere no abrir este sitio',
      why: 'La petición para {site} no fue aceptada.',
      next: 'Si no sabe por qué, hable con la recepción.',
    },
    unheard: {
      title: 'La petición no ha salido',
      why: 'No hay conexión con la recepción: nadie ha recibido la petición para {site}.',
      next: 'Haga una seña a la recepción, o pida otra vez dentro de un momento.',
    },
    'too-many': {
      title: 'Ya ha hecho varias peticiones',
      why: 'Este ordenador no puede enviar más durante esta sesión.',
      next: 'Lo más sencillo: llame a la persona que acompaña.',
    },
    stale: {
      title: 'Esta petición ya no vale',
      why: 'Pertenece a una página que usted ha dejado.',
      next: 'Vuelva al sitio: el botón para pedir sigue ahí.',
    },
  },
  facilitator: '¿Alguna pregunta? El personal está aquí para ayudarle.',
  listedAs: 'Figura como «{category}», y este lugar no abre esa categoría.',
  categories: {
    adult: 'para adultos',
    mixed_adult: 'para adultos, en parte',
    agressif: 'odio y violencia',
    malware: 'programas dañinos',
    phishing: 'suplantación de identidad',
    cryptojacking: 'minería oculta',
    stalkerware: 'programas espía',
    ddos: 'ataques a sitios',
    hacking: 'piratería informática',
    dangerous_material: 'materiales peligrosos',
    drogue: 'drogas',
    warez: 'copias ilegales',
    redirector: 'formas de evitar el filtro',
    vpn: 'formas de evitar el filtro',
    'residential-proxies': 'formas de evitar el filtro',
    doh: 'formas de evitar el filtro',
    dating: 'citas',
    gambling: 'juegos de dinero',
    games: 'juegos',
    sect: 'sectas',
    tricheur_pix: 'trampas en Pix',
    examen_pix: 'ayuda durante el examen Pix',
  },
  reasons: {
    'address-unreadable': {
      title: 'Esta dirección no está completa',
      why: 'El ordenador no consigue leerla.',
      next: 'Compruebe cada letra, o busque el nombre del sitio desde el inicio.',
    },
    'scheme-refused': {
      title: 'Este enlace no abre una página web',
      why: 'Pide otro programa, que no está en este ordenador.',
      next: 'Para un mensaje o una llamada, pregunte en recepción cómo hacerlo aquí.',
    },
    'site-refused': {
      title: 'Este sitio no está abierto aquí',
      why: 'No forma parte de lo que ofrece este lugar.',
      next: 'Si lo necesita, pregunte en recepción: podemos verlo con usted.',
    },
    'site-not-in-list': {
      title: 'Este ordenador solo abre ciertos sitios',
      why: 'Está reservado a los servicios de la lista.',
      next: 'Elija un servicio desde el inicio, o pida otro ordenador.',
    },
    'category-refused': {
      title: 'Este sitio está filtrado aquí',
      why: 'Pertenece a una categoría que este lugar no abre.',
      next: 'Si lo necesita, pregunte en recepción: se puede abrir para usted.',
    },
    'private-network': {
      title: 'Esta dirección es privada',
      why: 'Lleva a un aparato de este lugar y no a un sitio público.',
      next: 'Si busca la impresora o un servicio de aquí, pregunte en recepción.',
    },
    'port-refused': {
      title: 'Esta no es la dirección de una página web',
      why: 'El número escrito después del nombre del sitio lleva a otro tipo de servicio.',
      next: 'Pruebe la dirección sin ese número.',
    },
    'too-many-tabs': {
      title: 'Ya hay muchas pestañas abiertas',
      why: 'Una más haría lento el ordenador.',
      next: 'Cierre una pestaña en la parte superior de la pantalla y vuelva a intentarlo.',
    },
    'downloads-refused': {
      title: 'Este ordenador no guarda archivos',
      why: 'Puede leer páginas, pero no guardar documentos.',
      next: 'Para guardar o imprimir este documento, pida otro ordenador en recepción.',
    },
    'permission-refused': {
      title: 'Esta página ha pedido algo que aquí está cerrado',
      why: 'La cámara, el micrófono, la ubicación y los aparatos quedan cerrados para protegerle.',
      next: 'Continúe sin ello, o pida ayuda en recepción.',
    },
    'no-session': {
      title: 'No hay ninguna sesión abierta',
      why: 'Las páginas se abren durante una sesión.',
      next: 'Escriba el código de su tique en la pantalla de este ordenador.',
    },
    'site-not-found': {
      title: 'No se encuentra este sitio',
      why: 'Ningún sitio responde a este nombre, o la conexión está cortada.',
      next: 'Compruebe la dirección, o busque el nombre del sitio desde el inicio.',
    },
    'site-silent': {
      title: 'Este sitio no responde',
      why: 'Puede estar averiado o muy ocupado.',
      next: 'Espere un minuto y vuelva a intentarlo.',
    },
  },
};
