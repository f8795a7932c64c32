import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { seldonModels } from "./seldon-models.ts";

const folder = join(import.meta.dirname, "../models/seldon/2.9/kinds");
const files = seldonModels();
rmSync(folder, { recursive: true, force: true });
for (const [path, content] of files) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}
process.stdout.write(`${files.size} files written to generator/models/seldon/2.9/kinds\n`);
