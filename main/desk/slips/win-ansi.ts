/** The letters of Western Europe that every reader of PDF has fonts for, outside Latin-1: €, œ, dashes, quotes and some more. */
const beyondLatin1 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

const isPrintable = (sign: string): boolean => /^[\x20-\x7E\xA0-\xFF]$/u.test(sign) || beyondLatin1.includes(sign);

/**
 * A text in the letters that the standard fonts of PDF have. Others lose their accents (ā becomes a), and what is then still unknown becomes a question
 * mark: a wrong letter in its place would be worse.
 */
export const inWinAnsi = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/\s/gu, (space) => (space === '\u202F' ? '\u00A0' : isPrintable(space) ? space : ' '))
    .replaceAll(/./gu, (sign) => (isPrintable(sign) ? sign : withoutAccents(sign)));

const withoutAccents = (sign: string): string => {
  const bare = sign.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return bare.match(/./gu)?.every(isPrintable) === true ? bare : '?';
};
