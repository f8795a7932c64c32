import { readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import { packageFolder } from "../text/program-folder.ts";
import type { RepositoryAnswers } from "./answers.ts";
import { inputFiles } from "./input-files.ts";
import { packageFiles } from "./package-file.ts";
import { sampleFolder } from "./sample-folder.ts";
import { filesIn, workflowFiles } from "./shipped-files.ts";

type Files = ReadonlyMap<string, string>;

/**
 * All files of a new repository that a user owns. The generated files are missing: a build adds them.
 * @param spec The version of the package in package.json.
 */
export function newRepository(answers: RepositoryAnswers, spec: string): Files {
  return withEnvironment(inputFiles(filesIn(sampleFolder), answers), answers, spec);
}

/** The sample with all of its files, in a repository that uses the package. */
export function sampleRepositoryFiles(spec: string): Files {
  const owner = { name: "acme-ml", github: "acme/ml-platform", branch: "main" };
  return withEnvironment(filesIn(sampleFolder), owner, spec);
}

function withEnvironment(
  inputs: Files,
  answers: Pick<RepositoryAnswers, "name" | "github" | "branch">,
  spec: string,
): Files {
  return new Map([
    ...[...inputs].map(([file, text]): [string, string] => [file, withSchemaOf(text)]),
    ...workflowFiles(answers.branch),
    ...packageFiles(answers.name, spec),
    ["README.md", readme(answers)],
    [".gitignore", "node_modules/\nclusters/.publishing/\ntenants/.*.draft\n"],
    [".gitattributes", attributes],
  ]);
}

/** The text with the schema of the package in its first line, from which an editor completes fields. */
export function withSchemaOf(text: string): string {
  return text.replace(
    /^(# yaml-language-server: \$schema=(?:\.\.\/)+)(?:node_modules\/tenantry\/)?(?=generator\/schemas\/)/,
    `$1${packageFolder}`,
  );
}

const readme = Handlebars.compile<Pick<RepositoryAnswers, "name" | "github">>(
  readFileSync(join(import.meta.dirname, "readme.hbs"), "utf8"),
  { strict: true, noEscape: true },
);

const attributes = ["applications", "bootstrap", "overlays", "rendered"].reduce(
  (text, area) => `${text}clusters/*/${area}/** linguist-generated=true\n`,
  "* text=auto eol=lf\n",
);
