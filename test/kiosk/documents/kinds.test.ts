import { describe, expect, it } from 'vitest';
import { isAccepted, kindOf } from '../../../main/kiosk/documents/kinds.ts';

describe('the kind of a document', () => {
  it.each([
    ['Attestation.PDF', 'pdf'],
    ['photo.de.vacances.jpeg', 'image'],
    ['liste.csv', 'sheet'],
    ['sans terminaison', 'other'],
    ['inconnu.xyz', 'other'],
  ])('%s is %s', (name, kind) => expect(kindOf(name)).toBe(kind));
});

describe('a page that accepts', () => {
  it.each([
    ['', 'a.exe'],
    [' , ', 'a.exe'],
    ['.pdf', 'a.PDF'],
    ['.doc,.PDF', 'a.pdf'],
    ['image/*', 'a.png'],
    ['application/pdf, image/*', 'a.pdf'],
    ['application/vnd.something', 'a.unknown'],
  ])('"%s" takes %s', (accept, name) => expect(isAccepted(accept, name)).toBe(true));

  it.each([
    ['.pdf', 'a.jpg'],
    ['.pdf', 'pdf'],
    ['image/*', 'a.pdf'],
    ['image/png', 'a.jpg'],
    ['.pdf,.jpg', 'a.unknown'],
  ])('"%s" does not take %s', (accept, name) => expect(isAccepted(accept, name)).toBe(false));
});
