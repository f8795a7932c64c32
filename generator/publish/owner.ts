import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Whether whoever made something still runs; nobody here can tell of another machine's or container's process. */
export type OwnerState = "alive" | "gone" | "elsewhere";

/**
 * Names a process for as long as it runs, and no other: a number alone comes again, and means another process in a
 * container. It is the name of a folder, so that folder and owner appear at once.
 */
export function currentOwner(): string {
  return [...thisProcess(), process.pid, startOf(process.pid), randomUUID()].join("~");
}

export function ownerState(name: string): OwnerState {
  const [host, boot, namespace, pid = "", start] = name.split("~");
  // Somebody renamed it, to say that it ended.
  if (start === undefined) return "gone";
  const [ownHost, ownBoot, ownNamespace] = thisProcess();
  if (host !== ownHost) return "elsewhere";
  // The machine was started again since then.
  if (boot !== ownBoot) return "gone";
  if (namespace !== ownNamespace) return "elsewhere";
  return isRunning(Number(pid)) && startOf(Number(pid)) === start ? "alive" : "gone";
}

/** The machine that a name is from, for people. */
export function machineOf(name: string): string {
  return name.split("~")[0] ?? "";
}

/** Machine, its start, and the namespace that process numbers count in; Linux says all of them. */
function thisProcess(): readonly [string, string, string] {
  const plain = (text: string): string => text.replace(/[^A-Za-z0-9-]/g, "").slice(0, 60);
  return [
    plain(hostname()),
    plain(known(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8"))),
    plain(known(() => readlinkSync("/proc/self/ns/pid"))),
  ];
}

/** When a process began, as Linux counts: field 22 of stat, behind a name that may hold anything. */
function startOf(pid: number): string {
  const stat = known(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function known(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is one all the same.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
