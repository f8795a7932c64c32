import type { RepositoryAnswers } from "../init/answers.ts";
import { minorOf } from "../text/version.ts";
import { newestVersions } from "../tools/schema-sources.ts";
import { PlatformSpec } from "../validate/platform.ts";
import { ClusterName, Name, SoftwareVersion } from "../validate/terms.ts";
import { problemWith, splitWords } from "./ask.ts";
import { ownerQuestion } from "./owner-question.ts";

type Key = Exclude<keyof RepositoryAnswers, "folder" | "hub">;
type Known = Partial<Readonly<Record<Key, string>>>;

/** A fact that `init` needs. The list has the order in which `init` prompts for them. */
export interface InitQuestion {
  readonly key: Key;
  readonly flag: string;
  readonly prompt: string;
  /** The default answer. Undefined if only the user can know the value. */
  readonly proposal: (known: Known) => string | undefined;
  /** The problem with an answer. Undefined if the answer is valid. */
  readonly problem: (answer: string) => string | undefined;
}

export const initQuestions: readonly InitQuestion[] = [
  ownerQuestion("github", "GitHub team that owns the platform (organisation/team)"),
  {
    ...ownerQuestion("team", "Display name of this team"),
    proposal: ({ github = "" }) => github.split("/")[1],
  },
  ownerQuestion("contact", "Email address of this team"),
  {
    key: "name",
    flag: "--name",
    prompt: "Name of the platform",
    proposal: ({ name }) => name,
    problem: (answer) => problemWith(Name, answer),
  },
  {
    key: "repository",
    flag: "--repository",
    prompt: "URL from which Argo CD reads the repository",
    proposal: ({ github = "", name = "" }) => `https://github.com/${github.split("/")[0]}/${name}.git`,
    problem: (answer) => problemWith(PlatformSpec.shape.repository.shape.url, answer),
  },
  {
    key: "branch",
    flag: "--branch",
    prompt: "Main branch",
    proposal: () => "main",
    problem: (answer) =>
      answer.startsWith("refs/")
        ? "it must be the short name of a branch: main"
        : problemWith(PlatformSpec.shape.repository.shape.revision, `refs/heads/${answer}`),
  },
  {
    key: "kubernetes",
    flag: "--kubernetes",
    prompt: "Version of Kubernetes on the clusters",
    proposal: () => minorOf(newestVersions.kubernetes),
    problem: (answer) => problemWith(SoftwareVersion, answer),
  },
  {
    key: "argoCD",
    flag: "--argo-cd",
    prompt: "Version of Argo CD",
    proposal: () => minorOf(newestVersions.argoCD),
    problem: (answer) => problemWith(SoftwareVersion, answer),
  },
  {
    key: "clusters",
    flag: "--cluster",
    prompt: "Clusters in the order of promotion, separated by spaces",
    proposal: () => "staging production",
    problem: (answer) => {
      const names = splitWords(answer);
      const all = answer.split(/[\s,]+/).filter((part) => part !== "");
      const duplicate = all.find((name, index) => all.indexOf(name) !== index);
      if (duplicate !== undefined) return `duplicate cluster ${duplicate}`;
      return names.length === 0
        ? "missing cluster"
        : names.map((name) => problemWith(ClusterName, name)).find((problem) => problem !== undefined);
    },
  },
];
