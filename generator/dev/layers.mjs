// Folders in the order in which data passes through them. A folder may import only from folders before it.
const layers = [
  "text",
  "diagnostics",
  "tools",
  "load",
  "models",
  "validate",
  "patterns",
  "generate",
  "layout",
  "render",
  "evaluate",
  "admission",
  "rules",
  "gate",
  "publish",
  "plan",
  "edit",
  "diff",
  "guard",
  "report",
  "github",
  "pipeline",
  "lint",
  "init",
  "upgrade",
  "commands",
  "cli",
];

const folder = (name) => (name === "pipeline" || name === "cli" ? `^generator/${name}[.]ts$` : `^generator/${name}/`);
const tests = "[.]test[.]ts$";

export default {
  forbidden: [
    ...layers.slice(0, -1).map((name, index) => ({
      name: `${name} imports nothing that comes after it`,
      severity: "error",
      from: { path: folder(name), pathNot: tests },
      to: { path: layers.slice(index + 1).map(folder) },
    })),
    {
      name: "codegen and testing are for development only",
      severity: "error",
      from: { path: layers.map(folder), pathNot: tests },
      to: { path: ["^generator/codegen/", "^generator/testing/", "node_modules/ts-morph"] },
    },
    {
      name: "development dependencies are imported only as types, because the package does not contain them",
      severity: "error",
      from: { path: layers.map(folder), pathNot: tests },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "only folders at the edges use the disk, processes and the network",
      severity: "error",
      from: { path: ["text", "diagnostics", "validate", "patterns", "generate"].map(folder), pathNot: tests },
      to: { path: ["^(node:)?(fs|child_process|net|http|https|os|process)(/|$)"] },
    },
    {
      name: "programs run only as tools/programs.ts declares them",
      severity: "error",
      from: {
        path: layers.map(folder),
        pathNot: [tests, "^generator/tools/(run-tool|run|confinement)[.]ts$", "^generator/cli[.]ts$"],
      },
      to: { path: ["^generator/tools/run[.]ts$", "^(node:)?child_process$"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "nothing unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "node", "default"] },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^generator/(golden|schemas)/" },
  },
};
