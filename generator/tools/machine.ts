/** The environment of tools, injected so that tests can replace it. `log` receives lines about slow, one-time work. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (line: string) => void;
}
