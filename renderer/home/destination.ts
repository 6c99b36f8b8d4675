/** What people type into one field: an address, or words to look for. */

/** A name with a dot and an ending of letters, perhaps a port, perhaps a path. An e-mail address has an @ and is no place to go. */
const addressLike = /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*\.\p{L}{2,}(:\d{1,5})?([/?#]\S*)?$/u;

/**
 * Where to go for what was typed; null when nothing was. `searchAddress` has `{words}` where the words go.
 * Without a scheme an address is taken for https; the place's own services (`.internal`) have no certificate.
 */
export function destination(typed: string, searchAddress: string): string | null {
  const words = typed.trim();
  if (words === '') return null;
  if (/^https?:\/\/\S+$/i.test(words) && URL.canParse(words)) return words;
  if (addressLike.test(words)) {
    const address = new URL(`https://${words}`);
    if (address.hostname.endsWith('.internal')) address.protocol = 'http:';
    return address.href;
  }
  return searchAddress.replace('{words}', () => encodeURIComponent(words));
}
