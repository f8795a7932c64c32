import { existsSync, lstatSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { codes, type InputCode } from "../diagnostics/codes.ts";
import { compareStrings, type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { type Outcome, outcome } from "../diagnostics/outcome.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { addonsFolder, chartsFolder, clusterFile, platformFile, schemasFile, schemasFolder } from "./input-files.ts";
import { parseYaml } from "./parse-yaml.ts";
import { readText } from "./read-text.ts";
import { shippedAddons, shippedCharts } from "./shipped-addons.ts";
import type { Source, SourceDocument } from "./source.ts";

/** All hand-written input, read once and not interpreted yet: `validate/` does that. Each list is sorted by path. */
export interface RepositoryDocuments {
  readonly platform: SourceDocument | undefined;
  /** `platform/schemas.yaml`. Undefined if it does not exist. */
  readonly schemas: SourceDocument | undefined;
  /** The files in `platform/schemas/`. */
  readonly schemaFiles: readonly Source[];
  /** The files in `platform/addons/`. */
  readonly addons: readonly SourceDocument[];
  /** The add-ons that the program ships. */
  readonly shippedAddons: readonly SourceDocument[];
  /** The files in `platform/charts/`. */
  readonly charts: readonly SourceDocument[];
  /** The charts of the shipped add-ons. */
  readonly shippedCharts: readonly SourceDocument[];
  readonly clusters: readonly SourceDocument[];
  readonly tenants: readonly SourceDocument[];
  /** Hand-written Kustomize Components: all files below `platform/components/<name>/`, by name. */
  readonly components: ReadonlyMap<string, ComponentFolder>;
  /** Lua health checks, by the file's stem (`<group>_<Kind>`). */
  readonly healthChecks: ReadonlyMap<string, Source>;
}

/** A folder under `platform/components/`: its kustomization, and every file in it (the kustomization too). */
export interface ComponentFolder {
  readonly name: string;
  readonly folder: string;
  readonly kustomization: SourceDocument;
  readonly files: readonly Source[];
}

const { messages } = codes["input/unexpected-file"];

/** The last document of each file by its path, so that a file that two states of a repository share is parsed once. */
const parsed = new Map<string, SourceDocument>();

/**
 * Reads tenants/, platform/ and clusters/<name>/cluster.yaml below `root`. Collects every mistake of every file.
 * @throws ToolFailure if the folder is not a Tenantry repository, or cannot be read.
 */
export function loadRepository(root: string): Outcome<RepositoryDocuments> {
  if (!existsSync(join(root, "platform")) && !existsSync(join(root, "tenants"))) {
    throw new ToolFailure(
      `${root} is not a Tenantry repository: it has neither platform/ nor tenants/`,
      "Change to the folder of the repository, or pass this folder with -C.",
    );
  }
  const found: Diagnostic[] = [];
  const keep = <T>(read: Outcome<T>): T | undefined => {
    found.push(...read.diagnostics);
    return read.ok ? read.value : undefined;
  };
  const document = (file: string): SourceDocument | undefined => {
    const source = keep(readText(root, file));
    return source && keep(parseOnce(source));
  };
  const documents = (files: readonly string[]): readonly SourceDocument[] => files.map(document).filter(isDefined);

  const platform = existsSync(join(root, platformFile)) ? document(platformFile) : undefined;
  if (!existsSync(join(root, platformFile))) found.push(missing(platformFile));
  const schemas = existsSync(join(root, schemasFile)) ? document(schemasFile) : undefined;
  const schemaFiles = schemaFilesIn(root, found)
    .map((file) => keep(readText(root, file, largestSchema)))
    .filter(isDefined);
  const addons = documents(yamlFilesIn(root, addonsFolder, messages.notAddonFile, found));
  const charts = documents(yamlFilesIn(root, chartsFolder, messages.notChartFile, found));
  const clusters = documents(clusterFiles(root, found));
  const tenants = documents(tenantFiles(root, found));
  const components = new Map(
    foldersIn(root, "platform/components", found)
      .map((name) => component(root, name, found, keep))
      .filter(isDefined)
      .map((folder) => [folder.name, folder]),
  );
  const healthChecks = new Map(
    namesIn(root, "platform/argo-cd/health", found)
      .filter((name) => name.endsWith(".lua"))
      .map((name) => keep(readText(root, `platform/argo-cd/health/${name}`)))
      .filter(isDefined)
      .map((source) => [source.file.slice("platform/argo-cd/health/".length, -".lua".length), source]),
  );
  return outcome(
    {
      platform,
      schemas,
      schemaFiles,
      addons,
      shippedAddons: shippedAddons(),
      charts,
      shippedCharts: shippedCharts(),
      clusters,
      tenants,
      components,
      healthChecks,
    },
    found,
  );
}

function parseOnce(source: Source): Outcome<SourceDocument> {
  const known = parsed.get(source.file);
  if (known?.source.text === source.text) return outcome(known);
  const read = parseYaml(source);
  if (read.ok) parsed.set(source.file, read.value);
  return read;
}

function tenantFiles(root: string, found: Diagnostic[]): readonly string[] {
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
        problem("input/unexpected-file", file, codes["input/unexpected-file"].messages.notTenantFile(file), hint),
      );
      continue;
    }
    const twin = folded.get(name.toLowerCase());
    if (twin !== undefined) {
      const message = codes["input/file-name"].messages.sameExceptCase(file, twin);
      found.push(
        problem("input/file-name", file, message, "Rename one of the two files: some systems cannot store both files."),
      );
    }
    folded.set(name.toLowerCase(), file);
    files.push(file);
  }
  return files;
}

/** In bytes. The CustomResourceDefinitions of large operators have about 1 MiB. */
const largestSchema = 4 * 1024 ** 2;

function schemaFilesIn(root: string, found: Diagnostic[]): readonly string[] {
  if (isLink(root, schemasFolder, found)) return [];
  const names = namesIn(root, schemasFolder, found).filter((name) => name !== "README.md");
  const files = names.map((name) => `${schemasFolder}/${name}`);
  const isSchema = (file: string): boolean => /[.](json|yaml)$/.test(file);
  for (const file of files.filter((candidate) => !isSchema(candidate)))
    found.push(
      problem(
        "input/unexpected-file",
        file,
        codes["input/unexpected-file"].messages.notSchemaFile(file),
        `Move the file out of ${schemasFolder}/: this folder must contain only schemas, in files that end in .json or .yaml.`,
      ),
    );
  return files.filter(isSchema);
}

function isLink(root: string, folder: string, found: Diagnostic[]): boolean {
  if (lstatSync(join(root, folder), { throwIfNoEntry: false })?.isSymbolicLink() !== true) return false;
  const message = codes["input/symlink"].messages.symbolicLink(folder);
  found.push(problem("input/symlink", folder, message, "Replace the link with the folder itself."));
  return true;
}

/** The YAML files of a folder that contains only files of one kind. */
function yamlFilesIn(
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
      problem(
        "input/unexpected-file",
        file,
        unexpected(file),
        `Move the file out of ${folder}/: this folder must contain only <name>.yaml.`,
      ),
    );
  return files.filter((file) => file.endsWith(".yaml"));
}

/** A folder without cluster.yaml is not a cluster. If the generator wrote it, `publish/` handles it. */
function clusterFiles(root: string, found: Diagnostic[]): readonly string[] {
  const files = foldersIn(root, "clusters", found)
    .map(clusterFile)
    .filter((file) => existsSync(join(root, file)));
  if (files.length === 0)
    found.push({
      ...missing(clusterFile("<name>")),
      hint: "A platform needs at least one cluster. Add its file, or restore it.",
    });
  return files;
}

function component(
  root: string,
  name: string,
  found: Diagnostic[],
  keep: <T>(read: Outcome<T>) => T | undefined,
): ComponentFolder | undefined {
  const folder = `platform/components/${name}`;
  const file = `${folder}/kustomization.yaml`;
  if (!existsSync(join(root, file))) {
    found.push(
      problem(
        "input/missing-file",
        folder,
        codes["input/missing-file"].messages.missingKustomization(folder),
        "Add a kustomization.yaml with kind: Component.",
      ),
    );
    return undefined;
  }
  const files = filesBelow(root, folder, found)
    .map((path) => keep(readText(root, path)))
    .filter(isDefined);
  const source = files.find((candidate) => candidate.file === file);
  const kustomization = source && keep(parseOnce(source));
  if (kustomization === undefined) return undefined;
  // Each file has one source object, because the lines that must not be shown are stored by it.
  return { name, folder, kustomization, files: files.map((item) => (item === source ? kustomization.source : item)) };
}

function filesBelow(root: string, folder: string, found: Diagnostic[]): readonly string[] {
  return namesIn(root, folder, found).flatMap((name) => {
    const path = `${folder}/${name}`;
    return lstatSync(join(root, path)).isDirectory() ? filesBelow(root, path, found) : [path];
  });
}

function foldersIn(root: string, folder: string, found: Diagnostic[]): readonly string[] {
  return namesIn(root, folder, found).filter((name) => {
    const path = `${folder}/${name}`;
    const stat = lstatSync(join(root, path));
    if (stat.isSymbolicLink()) {
      const message = codes["input/symlink"].messages.symbolicLink(path);
      found.push(problem("input/symlink", path, message, "Replace the link with the folder itself."));
    }
    return stat.isDirectory() && !name.startsWith(".");
  });
}

/** The names in a folder. A file whose name is not valid UTF-8 cannot be opened by that name. */
function namesIn(root: string, folder: string, found: Diagnostic[]): readonly string[] {
  const stat = statSync(join(root, folder), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) {
    const message = codes["input/unexpected-file"].messages.notFolder(folder);
    found.push(problem("input/unexpected-file", folder, message, "Replace the file with a folder, or remove it."));
    return [];
  }
  const names = readdirSync(join(root, folder)).sort(compareStrings);
  const isText = (name: string): boolean => !name.includes("\ufffd");
  for (const name of names.filter((candidate) => !isText(candidate)))
    found.push(
      problem(
        "input/not-text",
        folder,
        codes["input/not-text"].messages.invalidFileName(name, folder),
        "Rename or remove the file.",
      ),
    );
  return names.filter(isText);
}

function missing(file: string): Diagnostic {
  const message = codes["input/missing-file"].messages.missingFile(file);
  return problem("input/missing-file", file, message, "See README.md for the files of a repository.");
}

function problem(code: InputCode, file: string, message: string, hint: string): Diagnostic {
  return { code, severity: "error", message, hint, at: wholeFile(file) };
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
