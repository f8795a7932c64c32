import { IndentationText, Project, type SourceFile, StructureKind } from "ts-morph";
import type { SeldonKind } from "./seldon-interface.ts";

const mark = "// Written by generator/codegen from seldon-interface.ts: change it there and run npm run codegen.";

/** The TypeScript of one kind: an interface, and a class based on @kubernetes-models/base that sets apiVersion and kind. */
export function seldonClass({ kind, spec, status }: SeldonKind): string {
  const project = new Project({
    useInMemoryFileSystem: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces },
  });
  const file: SourceFile = project.createSourceFile("kind.ts");
  const imports = new Map([...spec.imports, ...status.imports]);
  // Add all structures at once: ts-morph reads the file again after every change.
  file.addStatements([
    mark,
    {
      kind: StructureKind.ImportDeclaration,
      moduleSpecifier: "@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta",
      namedImports: ["IObjectMeta"],
      isTypeOnly: true,
    },
    // Seldon has a kind Model, so the base class is imported as Resource.
    {
      kind: StructureKind.ImportDeclaration,
      moduleSpecifier: "@kubernetes-models/base",
      namedImports: [
        { name: "Model", alias: "Resource" },
        { name: "ModelData", isTypeOnly: true },
        { name: "TypeMeta", isTypeOnly: true },
      ],
    },
    ...[...imports].map(([moduleSpecifier, name]) => ({
      kind: StructureKind.ImportDeclaration as const,
      moduleSpecifier,
      namedImports: [name],
      isTypeOnly: true,
    })),
    { kind: StructureKind.TypeAlias, name: `I${kind}Spec`, type: spec.type, isExported: true },
    {
      kind: StructureKind.Interface,
      name: `I${kind}`,
      isExported: true,
      extends: ["TypeMeta"],
      properties: [
        { name: "apiVersion", type: '"mlops.seldon.io/v1alpha1"' },
        { name: "kind", type: `"${kind}"` },
        { name: "metadata", type: "IObjectMeta" },
        { name: "spec", type: `I${kind}Spec` },
        { name: "status", type: status.type, hasQuestionToken: true },
      ],
    },
    {
      kind: StructureKind.Class,
      name: kind,
      isExported: true,
      extends: `Resource<I${kind}>`,
      implements: [`I${kind}`],
      properties: [
        { name: "apiVersion", type: '"mlops.seldon.io/v1alpha1"', hasDeclareKeyword: true },
        { name: "kind", type: `"${kind}"`, hasDeclareKeyword: true },
        { name: "metadata", type: "IObjectMeta", hasDeclareKeyword: true },
        { name: "spec", type: `I${kind}Spec`, hasDeclareKeyword: true },
      ],
      ctors: [
        {
          parameters: [{ name: "data", type: `ModelData<I${kind}>` }],
          statements: [
            "super();",
            `const all: I${kind} = { apiVersion: "mlops.seldon.io/v1alpha1", kind: "${kind}", ...data };`,
            "this.setDefinedProps(all);",
          ],
        },
      ],
    },
  ]);
  file.formatText();
  return file.getFullText();
}
