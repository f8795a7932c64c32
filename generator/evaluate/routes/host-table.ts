/** Values by host pattern: a name, `*.` and a domain, or `*`. The first value of a pattern counts. */
export class HostTable<T> {
  readonly values: readonly T[];
  readonly #byPattern = new Map<string, T>();

  constructor(values: readonly T[], patternOf: (value: T) => string) {
    this.values = values;
    for (const value of values) {
      const pattern = patternOf(value) || "*";
      if (!this.#byPattern.has(pattern)) this.#byPattern.set(pattern, value);
    }
  }

  /** The value of a host. Envoy and nginx choose an exact host first, then the longest pattern. */
  find(host: string): T | undefined {
    const exact = this.#byPattern.get(host);
    if (exact !== undefined) return exact;
    for (let dot = host.indexOf(".", 1); dot > 0; dot = host.indexOf(".", dot + 1)) {
      const found = this.#byPattern.get(`*${host.slice(dot)}`);
      if (found !== undefined) return found;
    }
    return this.#byPattern.get("*");
  }
}
