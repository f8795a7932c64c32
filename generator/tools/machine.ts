/** What tools may know of the machine: injected, so that tests bring their own. `log` gets lines about slow, one-time work. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (line: string) => void;
}
