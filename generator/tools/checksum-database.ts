import { readFileSync } from "node:fs";
import { join } from "node:path";
import { goSetting, listsModule } from "./go-settings.ts";
import { download } from "./http-get.ts";
import type { Machine } from "./machine.ts";
import { escaped, type ModuleVersion, proxyAddresses } from "./module-proxy.ts";
import { closeScratch, openScratch } from "./scratch.ts";

/** The sum of a module in Go's checksum database, or the reason why it is unknown. */
export type RecordedSum =
  | { readonly database: string; readonly sum: string }
  | { readonly database: string; readonly sum: undefined; readonly reason: string };

const limits = { mostBytes: 64 * 1024, idleSeconds: 20, seconds: 60, attempts: 1 };

/**
 * Looks a module up in the checksum database of GOSUMDB, through the proxies of GOPROXY or directly. The signature of the
 * database and the proof of the record are not verified: the sum is a second source for the user, who reviews the pin.
 * https://go.dev/ref/mod#checksum-database
 */
export async function recordedSum(source: ModuleVersion, machine: Machine): Promise<RecordedSum> {
  const [first = "", url] = (goSetting("GOSUMDB", machine.env) || "sum.golang.org").split(" ");
  const database = first.split("+")[0] ?? "";
  const unknown = (reason: string): RecordedSum => ({ database, sum: undefined, reason });
  if (database === "off") return unknown("GOSUMDB is off");
  if (!/^[a-z0-9.-]+$/.test(database) || (url !== undefined && !/^https:\/\/[^\s]+$/.test(url)))
    return unknown("GOSUMDB does not name a database");
  if (listsModule(["GONOSUMDB", "GOPRIVATE"], source.module, machine.env))
    return unknown("GOPRIVATE or GONOSUMDB excludes the module");
  const path = `lookup/${escaped(source.module)}@${escaped(source.version)}`;
  const addresses = [
    ...(url === undefined
      ? proxyAddresses(machine.env).map((proxy) => `${proxy.replace(/\/$/, "")}/sumdb/${database}/`)
      : []),
    `${url?.replace(/\/$/, "") ?? `https://${database}`}/`,
  ];
  const reasons: string[] = [];
  const scratch = openScratch();
  try {
    for (const address of addresses) {
      const file = join(scratch, "record");
      const result = await download("record", new URL(path, address), file, machine, limits);
      const sum = result.ok ? sumIn(readFileSync(file, "utf8"), source) : undefined;
      if (sum !== undefined) return { database, sum };
      reasons.push(
        `${new URL(address).host}: ${result.ok ? "the answer is not a record of the module" : result.reason}`,
      );
    }
    return unknown(reasons.join(". "));
  } finally {
    closeScratch(scratch);
  }
}

/** A record has a line `<module> <version> <sum>`. */
function sumIn(record: string, { module, version }: ModuleVersion): string | undefined {
  const start = `${module} ${version} `;
  return record
    .split("\n")
    .find((line) => line.startsWith(start))
    ?.slice(start.length);
}
