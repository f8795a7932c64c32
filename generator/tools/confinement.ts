import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { platform } from "node:os";

/** The restrictions of programs that this system supports. */
export interface Confinement {
  /** The prefix of a command that runs it in an empty network namespace, without even loopback. */
  readonly withoutNetwork: readonly string[] | undefined;
  /** Whether a shell can limit the address space of the programs that it starts. */
  readonly memory: boolean;
}

const shell = "/bin/sh";
let detected: Promise<Confinement> | undefined;

/** Detected once per process: a container may have no right to create a namespace, and some systems have no namespaces. */
export function confinement(): Promise<Confinement> {
  detected ??= detect();
  return detected;
}

/** A message about the restrictions of kustomize that this system lacks. Undefined if it has all of them. */
export async function missingConfinement(): Promise<string | undefined> {
  return describeConfinement(await confinement());
}

export function describeConfinement({ withoutNetwork, memory }: Confinement): string | undefined {
  const missing = [
    ...(withoutNetwork === undefined ? ["no empty network namespace"] : []),
    ...(memory ? [] : ["no memory limit"]),
  ];
  if (missing.length === 0) return undefined;
  return `kustomize runs with ${missing.join(" and ")}, so on this system only the checks of the input files restrict kustomize`;
}

/** A command line that runs another one with all restrictions that this system supports. */
export function confinedCommand(
  { withoutNetwork = [], memory }: Confinement,
  mostMemory: number,
  command: readonly string[],
): readonly string[] {
  if (!memory) return [...withoutNetwork, ...command];
  const kibibytes = String(Math.floor(mostMemory / 1024));
  return [...withoutNetwork, shell, "-c", 'ulimit -v "$0" && exec "$@"', kibibytes, ...command];
}

/** Root can create a network namespace directly. Other users need a user namespace around it, if the system allows one. */
const namespaces = ["/usr/bin/unshare", "/bin/unshare"].flatMap((unshare) => [
  [unshare, "--net", "--"],
  [unshare, "--user", "--net", "--"],
]);

async function detect(): Promise<Confinement> {
  if (platform() !== "linux" || !existsSync(shell)) return { withoutNetwork: undefined, memory: false };
  let withoutNetwork: readonly string[] | undefined;
  for (const namespace of namespaces) {
    if (!(await works([...namespace, shell, "-c", ":"]))) continue;
    withoutNetwork = namespace;
    break;
  }
  return { withoutNetwork, memory: await works([shell, "-c", "ulimit -v 4194304"]) };
}

function works([program = "", ...args]: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: "ignore", env: {} });
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
}
