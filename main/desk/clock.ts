/** Milliseconds since 1970. A desk asks its clock through this, so that tests can move it. */
export type Clock = () => number;

export const instantOf = (milliseconds: number): string => new Date(milliseconds).toISOString();
