import type { CommandContext } from "./context.ts";

/** One line that is written over while work goes on, on terminals only. Lines about slow work are said anywhere. */
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
