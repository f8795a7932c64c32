#!/usr/bin/env node
// Plain JavaScript for any Node.js, so that an old one gets a message instead of a syntax error.
import { existsSync, readFileSync } from "node:fs";

const required = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).engines.node.slice(2);
const [major, minor] = process.versions.node.split(".").map(Number);
const [requiredMajor, requiredMinor] = required.split(".").map(Number);

if (major < requiredMajor || (major === requiredMajor && minor < requiredMinor)) {
  process.stderr.write(
    `tenantry: Node.js ${process.version} is too old. Install Node.js ${required} or later (https://nodejs.org), and run the command again.\n`,
  );
  process.exitCode = 2;
} else {
  // A library of @kubernetes-models/base uses a deprecated module, and Node.js 22 would warn every user.
  process.noDeprecation = true;
  // Only a checkout contains the sources. The package contains them as JavaScript.
  await import(existsSync(new URL("cli.ts", import.meta.url)) ? "./cli.ts" : "../dist/cli.js");
}
