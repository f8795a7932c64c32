import { existsSync } from "node:fs";
import { join } from "node:path";
import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { foldersIn, inputProblem, isLink, namesIn } from "./folders.ts";
import { clusterFile, schemasFolder } from "./input-files.ts";

/** The tenant files. Their names must differ in more than case. */
export function tenantFiles(root: string, found: Diagnostic[]): readonly string[] {
  const files: string[] = [];
  const folded = new Map<string, string>();
  for (const name of namesIn(root, "tenants", found)) {
    const file = `tenants/${name}`;
    if (name === "README.md" || name.startsWith(".")) continue;
    if (!name.endsWith(".yaml")) {
      const hint = name.endsWith(".yml")
        ? "Rename the file: the name of a tenant file ends in .yaml."
        : "Move the file out of tenants/: this folder must contain only tenants/<name>.yaml.";
      found.push(
        inputProblem("input/unexpected-file", file, codes["input/unexpected-file"].messages.notTenantFile(file), hint),
      );
      continue;
    }
    const twin = folded.get(name.toLowerCase());
    if (twin !== undefined) {
      const message = codes["input/file-name"].messages.sameExceptCase(file, twin);
      found.push(
        inputProblem(
          "input/file-name",
          file,
          message,
          "Rename one of the two files: some systems cannot store both files.",
        ),
      );
    }
    folded.set(name.toLowerCase(), file);
    files.push(file);
  }
  return files;
}

/** The paths of the schemas in `platform/schemas/`. */
export function schemaFileNames(root: string, found: Diagnostic[]): readonly string[] {
  if (isLink(root, schemasFolder, found)) return [];
  const names = namesIn(root, schemasFolder, found).filter((name) => name !== "README.md");
  const files = names.map((name) => `${schemasFolder}/${name}`);
  const isSchema = (file: string): boolean => /[.](json|yaml)$/.test(file);
  for (const file of files.filter((candidate) => !isSchema(candidate)))
    found.push(
      inputProblem(
        "input/unexpected-file",
        file,
        codes["input/unexpected-file"].messages.notSchemaFile(file),
        `Move the file out of ${schemasFolder}/: this folder must contain only schemas, in files that end in .json or .yaml.`,
      ),
    );
  return files.filter(isSchema);
}

/** The YAML files of a folder that contains only files of one kind. */
export function yamlFilesIn(
  root: string,
  folder: string,
  unexpected: (file: string) => string,
  found: Diagnostic[],
): readonly string[] {
  if (isLink(root, folder, found)) return [];
  const files = namesIn(root, folder, found)
    .filter((name) => name !== "README.md" && !name.startsWith("."))
    .map((name) => `${folder}/${name}`);
  for (const file of files.filter((candidate) => !candidate.endsWith(".yaml")))
    found.push(
      inputProblem(
        "input/unexpected-file",
        file,
        unexpected(file),
        `Move the file out of ${folder}/: this folder must contain only <name>.yaml.`,
      ),
    );
  return files.filter((file) => file.endsWith(".yaml"));
}

/** A folder without cluster.yaml is not a cluster. If the generator wrote it, `publish/` handles it. */
export function clusterFiles(root: string, found: Diagnostic[]): readonly string[] {
  const files = foldersIn(root, "clusters", found)
    .map(clusterFile)
    .filter((file) => existsSync(join(root, file)));
  if (files.length === 0)
    found.push({
      ...missingFile(clusterFile("<name>")),
      hint: "A platform needs at least one cluster. Add its file, or restore it.",
    });
  return files;
}

/** The error about a file that every repository must have. */
export function missingFile(file: string): Diagnostic {
  const message = codes["input/missing-file"].messages.missingFile(file);
  return inputProblem("input/missing-file", file, message, "See README.md for the files of a repository.");
}
