import { accessSync, constants, statSync } from "node:fs";
import { platform } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";
import type { Machine } from "./machine.ts";

/** The programs with a name on the PATH, in its order. A relative folder is ignored, because it could be in the checked repository. */
export function programsOnPath(name: string, { env }: Pick<Machine, "env">): readonly string[] {
  return (env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, executable(name)))
    .filter(isExecutable);
}

/** The file of a program. */
export function executable(name: string): string {
  return platform() === "win32" ? `${name}.exe` : name;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
