import { readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import { packageFolder } from "../text/program-folder.ts";
import type { RepositoryAnswers } from "./answers.ts";
import { inputFiles } from "./input-files.ts";
import { packageFiles } from "./package-file.ts";
import { sampleFolder } from "./sample-folder.ts";
import { inSharedRepository } from "./shared-repository.ts";
import { filesIn, workflowFiles } from "./shipped-files.ts";

type Files = ReadonlyMap<string, string>;

/** The files of a new platform that a user owns. The generated files are missing: a build adds them. */
export interface NewPlatform {
  /** The files in the folder of the platform. */
  readonly inFolder: Files;
  /** The files below the root of a repository that other projects use, too. GitHub reads workflows only there. */
  readonly inRoot: Files;
}

/** @param spec The version of the package in package.json. */
export function newPlatform(answers: RepositoryAnswers, spec: string): NewPlatform {
  const files = withEnvironment(inputFiles(filesIn(sampleFolder), answers), answers, spec);
  if (answers.folder === undefined) return { inFolder: files, inRoot: new Map() };
  const workflows = workflowFiles(answers.branch);
  return {
    inFolder: new Map([...files].filter(([file]) => !workflows.has(file))),
    inRoot: inSharedRepository(workflows, answers.folder),
  };
}

/** The sample with all of its files, in a repository that uses the package. */
export function sampleRepositoryFiles(spec: string): Files {
  const owner = { name: "acme-ml", github: "acme/ml-platform", branch: "main" };
  return withEnvironment(filesIn(sampleFolder), owner, spec);
}

/** The facts that the files around the input files contain. */
export type EnvironmentFacts = Pick<RepositoryAnswers, "name" | "github" | "branch">;

function withEnvironment(inputs: Files, facts: EnvironmentFacts, spec: string): Files {
  return new Map([
    ...[...inputs].map(([file, text]): [string, string] => [file, withPackageSchema(text)]),
    ...packageEnvironment(facts, spec),
    ["README.md", readme(facts)],
    [".gitignore", "node_modules/\nclusters/.publishing/\ntenants/.*.draft\n"],
    [".gitattributes", gitAttributes],
  ]);
}

/** The files with which a repository installs and runs the package. */
export function packageEnvironment({ name, branch }: EnvironmentFacts, spec: string): Files {
  return new Map([...workflowFiles(branch), ...packageFiles(name, spec)]);
}

/** The text with the schema of the package in its comment for editors, which complete fields from the schema. */
export function withPackageSchema(text: string): string {
  return text.replace(
    /^(# yaml-language-server: \$schema=(?:\.\.\/)+)(?:node_modules\/tenantry\/)?(?=generator\/schemas\/)/m,
    `$1${packageFolder}`,
  );
}

export const readme = Handlebars.compile<Pick<EnvironmentFacts, "name" | "github">>(
  readFileSync(join(import.meta.dirname, "readme.hbs"), "utf8"),
  { strict: true, noEscape: true },
);

export const gitAttributes = ["applications", "bootstrap", "overlays", "rendered"].reduce(
  (text, area) => `${text}clusters/*/${area}/** linguist-generated=true\n`,
  "* text=auto eol=lf\n",
);
