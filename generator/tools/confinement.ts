import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { platform } from "node:os";

/** What this system can keep a program from. */
export interface Confinement {
  /** What a command begins with to run in a network namespace in which there is nothing, not even loopback. */
  readonly withoutNetwork: readonly string[] | undefined;
  /** Whether a shell can limit the address space of what it starts. */
  readonly memory: boolean;
}

const shell = "/bin/sh";
let asked: Promise<Confinement> | undefined;

/** Asked of the system once: a container may have no right to make a namespace, and some systems know none. */
export function confinement(): Promise<Confinement> {
  asked ??= ask();
  return asked;
}

/** What kustomize is not kept from on this system, for people; nothing where it is kept from all. */
export async function unconfined(): Promise<string | undefined> {
  return describeConfinement(await confinement());
}

export function describeConfinement({ withoutNetwork, memory }: Confinement): string | undefined {
  const missing = [
    ...(withoutNetwork === undefined ? ["no empty network namespace"] : []),
    ...(memory ? [] : ["no limit of memory"]),
  ];
  if (missing.length === 0) return undefined;
  return `this system gave kustomize ${missing.join(" and ")}: only the checks of what it reads hold it`;
}

/** A command line that runs another one, kept from as much as this system can. */
export function confined(
  { withoutNetwork = [], memory }: Confinement,
  mostMemory: number,
  command: readonly string[],
): readonly string[] {
  if (!memory) return [...withoutNetwork, ...command];
  const kibibytes = String(Math.floor(mostMemory / 1024));
  return [...withoutNetwork, shell, "-c", 'ulimit -v "$0" && exec "$@"', kibibytes, ...command];
}

/** As root a namespace needs no other; anybody else needs one of users around it, where the system gives it. */
const namespaces = ["/usr/bin/unshare", "/bin/unshare"].flatMap((unshare) => [
  [unshare, "--net", "--"],
  [unshare, "--user", "--net", "--"],
]);

async function ask(): Promise<Confinement> {
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
