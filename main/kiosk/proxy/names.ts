/** A page asks for its names again for each of its connections; longer than browsers remember them by themselves nobody should. */
const rememberedMs = 30_000;
/** A page can make up names without end. */
const mostNames = 1_000;

type Resolve = (host: string) => Promise<readonly string[]>;

/** What names of one session stand for: asked once, then remembered for a moment, in memory alone. */
export class Names {
  readonly #resolve: Resolve;
  readonly #known = new Map<string, { readonly addresses: Promise<readonly string[]>; readonly until: number }>();

  constructor(resolve: Resolve) {
    this.#resolve = resolve;
  }

  /** Rejects as the resolver does; what is not known is asked again. */
  async resolve(host: string): Promise<readonly string[]> {
    const known = this.#known.get(host);
    if (known !== undefined && performance.now() < known.until) return known.addresses;
    if (this.#known.size >= mostNames) this.#known.clear();
    const addresses = this.#resolve(host);
    this.#known.set(host, { addresses, until: performance.now() + rememberedMs });
    try {
      return await addresses;
    } catch (error) {
      this.#known.delete(host);
      throw error;
    }
  }

  forget(): void {
    this.#known.clear();
  }
}
