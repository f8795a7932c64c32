/**
 * The protocol by which Seldon's agent manages models on an inference server: MLServer's or Triton's. The agent supports no
 * other, and uses the first for an unknown value (2.9.1).
 */
type Control = "mlserver" | "triton";

/** All facts about one type of inference server: environment, ports, mounts and start command. */
export interface InferenceServer {
  /** The `type` in a template. It is also the name of the container, and the prefix of its models' volume. */
  readonly name: string;
  readonly control: Control;
  /** The platform sets these variables. A tenant or template that sets one of them is rejected. */
  readonly environment: Readonly<Record<string, string>>;
  /** The variables that set the ports on which it listens. */
  readonly portVariables: { readonly http: string; readonly grpc: string };
  /** The variable for the number of copies of a model. Without it, the server loads one copy. */
  readonly workersVariable?: string;
  /** The variable for the address of the trace collector. Seldon's chart sets it on the agent (2.9.1). */
  readonly tracingVariable?: string;
  readonly metricsPort: number;
  /** The path for the liveness probe. */
  readonly livePath: string;
  readonly startupFailures: number;
  /** The start command, if the image has none. */
  readonly start: { readonly command?: string[]; readonly args?: string[] };
  readonly volumes: {
    name: string;
    secret?: { secretName: string; optional: boolean };
    emptyDir?: { medium: string; sizeLimit: string };
  }[];
  readonly mounts: { name: string; mountPath: string; readOnly?: boolean }[];
}

/** The volume of its models. The claims of a Server have names that begin with it. */
export function modelsVolume({ name }: InferenceServer): string {
  return `${name}-models`;
}
