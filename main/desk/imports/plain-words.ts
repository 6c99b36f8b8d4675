/** Words as people type them, made comparable: without accents, capitals and odd spaces. `Début ` and `debut` are one. */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[\s_]+/gu, ' ')
    .trim()
    .toLowerCase();
