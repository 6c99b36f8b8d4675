import type { RefusalWords } from './words.ts';

export const es: RefusalWords = {
  home: 'Volver al inicio',
  facilitator: '¿Alguna pregunta? El personal está aquí para ayudarle.',
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
