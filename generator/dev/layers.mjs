// The order in which data passes through the rooms is the order in which they may import: backwards only.
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
  "commands",
  "cli",
];

const room = (name) => (name === "pipeline" || name === "cli" ? `^generator/${name}[.]ts$` : `^generator/${name}/`);
const tests = "[.]test[.]ts$";

export default {
  forbidden: [
    ...layers.slice(0, -1).map((name, index) => ({
      name: `${name} imports nothing that comes after it`,
      severity: "error",
      from: { path: room(name), pathNot: tests },
      to: { path: layers.slice(index + 1).map(room) },
    })),
    {
      name: "codegen is development only",
      severity: "error",
      from: { path: layers.map(room), pathNot: tests },
      to: { path: ["^generator/codegen/", "^generator/testing/", "node_modules/ts-morph"] },
    },
    {
      name: "the disk, processes and the network belong to the rooms at the edges",
      severity: "error",
      from: { path: ["text", "diagnostics", "validate", "patterns", "generate"].map(room), pathNot: tests },
      to: { path: ["^(node:)?(fs|child_process|net|http|https|os|process)(/|$)"] },
    },
    {
      name: "a program is run with what its row in tools/programs.ts gives it",
      severity: "error",
      from: {
        path: layers.map(room),
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
