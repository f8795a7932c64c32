import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Whether the process that owns a folder still runs. `elsewhere`: on another machine or in another container, so it is unknown. */
export type OwnerState = "alive" | "gone" | "elsewhere";

/**
 * A name for this process that no other process has. A process number alone is used again later, and in a container it means
 * another process. The name is that of a folder, so that folder and owner appear at the same time.
 */
export function currentOwner(): string {
  return [...thisProcess(), process.pid, startOf(process.pid), randomUUID()].join("~");
}

export function ownerState(name: string): OwnerState {
  const [host, boot, namespace, pid = "", start] = name.split("~");
  // A person renamed the folder, because the process has ended.
  if (start === undefined) return "gone";
  const [ownHost, ownBoot, ownNamespace] = thisProcess();
  if (host !== ownHost) return "elsewhere";
  // The machine has restarted since then.
  if (boot !== ownBoot) return "gone";
  if (namespace !== ownNamespace) return "elsewhere";
  return isRunning(Number(pid)) && startOf(Number(pid)) === start ? "alive" : "gone";
}

/** The machine in an owner's name, for messages. */
export function machineOf(name: string): string {
  return name.split("~")[0] ?? "";
}

/** The machine, its boot, and the PID namespace. Only Linux provides all of them. */
function thisProcess(): readonly [string, string, string] {
  const plain = (text: string): string => text.replace(/[^A-Za-z0-9-]/g, "").slice(0, 60);
  return [
    plain(hostname()),
    plain(known(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8"))),
    plain(known(() => readlinkSync("/proc/self/ns/pid"))),
  ];
}

/** The start time of a process on Linux: field 22 of stat, after a name that can contain any character. */
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
    // The process of another user runs, too.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
