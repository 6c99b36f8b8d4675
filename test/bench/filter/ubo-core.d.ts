declare module '@gorhill/ubo-core/js/hntrie.js' {
  /** The part of it that the benchmark uses. */
  export default class HNTrieContainer {
    createTrieFromIterable(names: Iterable<string>): number;
    setNeedle(name: string): this;
    matches(root: number): number;
  }
}
