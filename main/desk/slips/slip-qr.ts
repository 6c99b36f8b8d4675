import { encode } from 'uqr';

export interface QrModules {
  /** Modules on each side; whoever draws them leaves four more free all around. */
  readonly size: number;
  /** Rows from the top; true is black. */
  readonly modules: readonly (readonly boolean[])[];
}

/** The squares of a QR code that gives back `content` even when a sixth of it is dirty. */
export function slipQr(content: string): QrModules {
  const { size, data } = encode(content, { ecc: 'M', border: 0 });
  return { size, modules: data };
}
