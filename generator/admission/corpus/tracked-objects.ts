/** An object as Argo CD applies it for an Application, with the tracking annotation. */
export function managedObject(application: string, object: string, metadata = "name: a"): string {
  const [, version = "", kind = ""] = /apiVersion: (\S+)\nkind: (\S+)/.exec(object) ?? [];
  const group = version.includes("/") ? version.split("/")[0] : "";
  const mark = `annotations: { argocd.argoproj.io/tracking-id: "production.${application}:${group}/${kind}:churn/a" }`;
  return object.replace(`metadata: { ${metadata}`, `metadata: { ${metadata}, ${mark}`);
}

/** An object named a, without a namespace. */
export const objectText = (apiVersion: string, kind: string, rest: string): string => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: a }
${rest}
`;

export const containersText = 'containers: [{ name: a, image: "harbor.acme.test/x:1" }]';
export const podText = objectText("v1", "Pod", `spec: { ${containersText} }`);
export const serverConfigText = objectText(
  "mlops.seldon.io/v1alpha1",
  "ServerConfig",
  `spec: { podSpec: { ${containersText} } }`,
);
export const serviceText = objectText("v1", "Service", "spec: { ports: [{ port: 80 }] }");
export const settingsText = objectText("v1", "ConfigMap", "data: { a: b }");
