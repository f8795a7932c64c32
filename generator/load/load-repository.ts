import { existsSync } from "node:fs";
import { join } from "node:path";
import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Outcome, outcome } from "../diagnostics/outcome.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { clusterFiles, missingFile, schemaFileNames, tenantFiles, yamlFilesIn } from "./expected-files.ts";
import { filesBelow, foldersIn, inputProblem, namesIn } from "./folders.ts";
import { addonsFolder, chartsFolder, platformFile, schemasFile } from "./input-files.ts";
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

/** In bytes. The CustomResourceDefinitions of large operators have about 1 MiB. */
const largestSchema = 4 * 1024 ** 2;

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
  if (!existsSync(join(root, platformFile))) found.push(missingFile(platformFile));
  const schemas = existsSync(join(root, schemasFile)) ? document(schemasFile) : undefined;
  const schemaFiles = schemaFileNames(root, found)
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
      inputProblem(
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

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
