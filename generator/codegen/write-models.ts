import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { seldonModels } from "./seldon-models.ts";
import { strimziModels } from "./strimzi-models.ts";

for (const [folder, files] of [
  ["models/seldon/2.9/kinds", seldonModels()],
  ["models/strimzi/1.2", strimziModels()],
] as const) {
  const target = join(import.meta.dirname, "..", folder);
  rmSync(target, { recursive: true, force: true });
  for (const [path, content] of files) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), content);
  }
  process.stdout.write(`${files.size} files written to generator/${folder}\n`);
}
