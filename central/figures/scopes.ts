/** Names of scopes as `contract/central-routes.ts` has them. */

export const network = 'network';

const placeMark = 'place:';
const communeMark = 'commune:';

export const placeScope = (id: string): string => `${placeMark}${id}`;
export const communeScope = (code: string): string => `${communeMark}${code}`;

export type Scope =
  | { readonly kind: 'network' }
  | { readonly kind: 'commune'; readonly code: string }
  | { readonly kind: 'place'; readonly id: string };

/** `scope` has been parsed. */
export function readScope(scope: string): Scope {
  if (scope.startsWith(placeMark)) return { kind: 'place', id: scope.slice(placeMark.length) };
  if (scope.startsWith(communeMark)) return { kind: 'commune', code: scope.slice(communeMark.length) };
  return { kind: 'network' };
}
