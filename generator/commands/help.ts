import { type Command, Help, type HelpConfiguration } from "commander";

/** Who asks most often: help lists commands by that. */
const groups = {
  engineer: "For engineers, who bring models:",
  reviewer: "For reviewers of a pull request:",
  platform: "For the platform team:",
  workflow: "For workflows on CI:",
} as const;

interface Presented {
  /** For the list of all commands: a line. */
  readonly summary: string;
  readonly group: keyof typeof groups;
  /** Calls as somebody would make them, without what stands in front of all of them. */
  readonly examples: readonly string[];
}

/** How each command is presented. Its options say the rest. */
const helpOf: Readonly<Record<string, Presented>> = {
  new: {
    summary: "write a tenant's first file",
    group: "engineer",
    examples: ["new", "new churn --team Retention --github acme/retention"],
  },
  set: {
    summary: "change fields of a tenant's file",
    group: "engineer",
    examples: [
      "set churn models.churn.memory=128Mi",
      "set churn --cluster staging quota.size=small",
      "set churn --unset quota.requests",
    ],
  },
  promote: {
    summary: "give one cluster what ran on another",
    group: "engineer",
    examples: ["promote churn --from staging --to production", "promote churn models --from staging --to production"],
  },
  check: {
    summary: "say whether the files are valid; write nothing",
    group: "engineer",
    examples: ["check", "check --tenant churn", "check --drift --output github"],
  },
  build: {
    summary: "write what follows from the files",
    group: "engineer",
    examples: ["build", "build --tenant churn --cluster staging"],
  },
  explain: {
    summary: "say what a code, a tenant's object or a field is",
    group: "engineer",
    examples: [
      "explain network/namespace-by-name",
      "explain churn",
      "explain churn Model/churn",
      "explain churn quota.requests.cpu",
      "explain models.memory",
    ],
  },
  reach: {
    summary: "say who reaches whom, and by which policies",
    group: "engineer",
    examples: ["reach churn", "reach churn mlflow:5000", "reach churn/envoy dns:53/udp"],
  },
  capacity: {
    summary: "say what is left of each quota",
    group: "engineer",
    examples: ["capacity churn", "capacity --cluster production"],
  },
  help: { summary: "say how a command is called", group: "engineer", examples: ["help set"] },
  diff: {
    summary: "say what a change does to the clusters",
    group: "reviewer",
    examples: ["diff", "diff origin/main --output markdown"],
  },
  guard: {
    summary: "say who has to approve a change",
    group: "reviewer",
    examples: ["guard --team acme/retention", "guard --team acme/a --approved-by acme/b"],
  },
  access: {
    summary: "say who may do what, and what follows from it",
    group: "reviewer",
    examples: ["access churn", "access fraud-analysts --cluster production"],
  },
  plan: {
    summary: "say what it takes to move, drain or remove",
    group: "platform",
    examples: [
      "plan",
      "plan --tenant churn --lifecycle removed",
      "plan --cluster staging --pattern standard",
      "plan --clean --cluster production --tenant churn",
    ],
  },
  lint: {
    summary: "look at anybody's manifests, or a live namespace",
    group: "platform",
    examples: ["lint ./manifests", "lint exported.yaml --cluster production"],
  },
  due: {
    summary: "say what expires, or has to be reviewed, soon",
    group: "platform",
    examples: ["due", "due --within 14 --output markdown"],
  },
  "remove-sample": {
    summary: "remove the sample tenants, before anything runs",
    group: "platform",
    examples: ["remove-sample"],
  },
  report: { summary: "say how the platform does", group: "platform", examples: ["report", "report --tenant churn"] },
  schema: { summary: "write the schemas and the references", group: "platform", examples: ["schema"] },
  bundle: {
    summary: "write what a build would change into one file",
    group: "workflow",
    examples: ["bundle bundle.json"],
  },
  commit: {
    summary: "push what a bundle holds, as one commit",
    group: "workflow",
    examples: ['commit bundle.json --head "$HEAD" --branch "$BRANCH"'],
  },
  publish: {
    summary: "push what is rendered to clusters' branches",
    group: "workflow",
    examples: ["publish", "publish --cluster production"],
  },
  comment: {
    summary: "write a difference on its pull request",
    group: "workflow",
    examples: ["comment diff.json --pull-request pull-request"],
  },
};

/** Adds to a command what the list of all commands says of it, and what its own help ends with. */
export function withHelp(command: Command): Command {
  const help = helpOf[command.name()];
  if (help === undefined) throw new Error(`${command.name()} has no help`);
  const lines = help.examples.map((example) => `  npx --no-install tenantry ${example}\n`).join("");
  return command
    .summary(help.summary)
    .helpGroup(groups[help.group])
    .addHelpText("after", `\nExamples:\n${lines.trimEnd()}`);
}

/** Of the whole program: commands in the order of the table above, each in a line. */
export const helpLayout: HelpConfiguration = {
  visibleCommands: (program) => {
    const place = (command: Command): number => Object.keys(helpOf).indexOf(command.name());
    return new Help().visibleCommands(program).toSorted((one, other) => place(one) - place(other));
  },
  // Groups come in the order of their commands.
  groupItems: (_, visible, groupOf) => new Help().groupItems([...visible], [...visible], groupOf),
  subcommandTerm: (command) => command.name(),
};
