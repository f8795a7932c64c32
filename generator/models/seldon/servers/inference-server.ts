/**
 * How Seldon's agent speaks to an inference server about models: MLServer's way or Triton's. It knows no other, and takes the
 * first for a word that it does not know (2.9.1).
 */
type Control = "mlserver" | "triton";

/** Everything that is true of one type of inference server and of no other: environment, ports, mounts and start. */
export interface InferenceServer {
  /** What a template says as `type`. The container is called so, and so begins the name of the volume of its models. */
  readonly name: string;
  readonly control: Control;
  /** Set by the platform: a tenant or template that sets one of these is refused. */
  readonly environment: Readonly<Record<string, string>>;
  /** Those of its variables that say on which ports it listens. */
  readonly portVariables: { readonly http: string; readonly grpc: string };
  /** The variable with the number of copies of a model that it holds; where there is none it holds one. */
  readonly workersVariable?: string;
  /** The variable with the collector of its traces. Seldon's chart gives it to the agent (2.9.1). */
  readonly tracingVariable?: string;
  readonly metricsPort: number;
  /** What answers while it lives. */
  readonly livePath: string;
  readonly startupFailures: number;
  /** How it is started, where its image does not say it. */
  readonly start: { readonly command?: string[]; readonly args?: string[] };
  readonly volumes: {
    name: string;
    secret?: { secretName: string; optional: boolean };
    emptyDir?: { medium: string; sizeLimit: string };
  }[];
  readonly mounts: { name: string; mountPath: string; readOnly?: boolean }[];
}

/** The volume that its models are loaded into; a Server's claims are called after it. */
export function modelsVolume({ name }: InferenceServer): string {
  return `${name}-models`;
}
