import { isDeepStrictEqual } from "node:util";
import { componentChanges, componentWrites } from "../layout/component.ts";
import { type ComponentUse, generatedIn, type Overlay } from "../layout/overlay.ts";
import { type KubernetesObject, objectIdentity, toPlain } from "../models/kubernetes-object.ts";

/**
 * The components that determine the content of an object: the one that creates it, or those that can change it. All
 * components if this is unknown. None if the object is as generated.
 */
export function causesOf(overlay: Overlay): (object: KubernetesObject) => readonly ComponentUse[] {
  const { components } = overlay;
  if (components.length === 0) return () => [];
  const generated = new Map(generatedIn(overlay).map(({ object }) => [objectIdentity(object), object]));
  return (object) => {
    const before = generated.get(objectIdentity(object));
    if (before === undefined) return causesOrAll(components, ({ component }) => componentWrites(component, object));
    if (isDeepStrictEqual(toPlain(before), toPlain(object))) return [];
    return causesOrAll(components, ({ component }) => componentChanges(component, object.kind));
  };
}

/** The components that an error message of kustomize names, or all of them if it names none. */
export function causesIn({ components }: Overlay, message: string): readonly ComponentUse[] {
  return causesOrAll(components, ({ component }) => message.includes(component.folder));
}

/** The components whose files match, or all of them if no file matches. */
export function causesWith({ components }: Overlay, isIn: (text: string) => boolean): readonly ComponentUse[] {
  return causesOrAll(components, ({ component }) => component.files.some(({ text }) => isIn(text)));
}

/** The folders of the components, as text. */
export function componentFolders(causes: readonly ComponentUse[]): string {
  return causes.map(({ component }) => `${component.folder}/`).join(" or ");
}

function causesOrAll(
  components: readonly ComponentUse[],
  isCause: (use: ComponentUse) => boolean,
): readonly ComponentUse[] {
  const found = components.filter(isCause);
  return found.length > 0 ? found : components;
}
