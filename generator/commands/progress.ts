import type { CommandContext } from "./context.ts";

/** Overwrites one progress line while work continues, on terminals only. Lines about slow work are always printed. */
export function progressLine({ err, isTerminal }: CommandContext): {
  readonly show: (done: number, all: number) => void;
  readonly log: (line: string) => void;
  readonly clear: () => void;
} {
  let shown = false;
  const clear = (): void => {
    if (shown) err("\r\u001b[K");
    shown = false;
  };
  return {
    show: (done, all) => {
      if (!isTerminal.err) return;
      err(`\r\u001b[Krendering and checking: ${done} of ${all}`);
      shown = true;
    },
    log: (line) => {
      clear();
      err(`${line}\n`);
    },
    clear,
  };
}
