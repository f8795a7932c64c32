import { z } from "zod";
import { placeholderForm, textWithNames } from "./name-placeholders.ts";
import { distinctItems, exampleOf, field, Name } from "./terms.ts";

const label = `([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?|${placeholderForm("tenant", "domain")})`;

const Host = textWithNames(
  ["tenant", "domain"],
  253,
  `^${label}(\\.${label})*$`,
  "it must be a host name in lower case, without a port or a wildcard, and may contain {tenant} and {domain}",
);

/** No dot segment, no encoded character and no second slash: all programs on the way must read the same path. */
const RoutePath = z
  .string()
  .max(200)
  .regex(
    /^(\/[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*){1,10}$/,
    "it must begin with /, must not end with /, and each part contains only letters, digits, _, - and single dots",
  )
  .refine((path) => !/\/(infer|ready)$/.test(path), {
    error: "it must not end with /infer or /ready, because clients add them",
    params: { hint: "Remove the last part: the route with the path /score accepts requests at /score/infer." },
  })
  .refine((path) => !/^\/(v2\/repository|inference\.GRPCInferenceService)(\/|$)/.test(path), {
    error: "it must not be a path of the model repository or of gRPC",
    params: { hint: "Use another path, for example /v2/models/ and the name of the model." },
  });

const Seconds = z.int().min(1).max(3600);

const Target = z
  .strictObject({
    model: field(Name, "A model of this tenant.", "churn").optional(),
    pipeline: field(Name, "A pipeline of this tenant.", "recommend").optional(),
    experiment: field(Name, "An experiment of this tenant.", "ab-test").optional(),
  })
  .refine((target) => Object.keys(target).length === 1, {
    error: "it must name exactly one model, pipeline or experiment",
    params: {
      hint: "To replace the target on one cluster, set the other field to null there: { model: null, experiment: ab-test }.",
    },
  });

const Jwt = z.strictObject({
  issuer: field(Name, "One of the platform's `tokenIssuers`.", "acme-sso"),
  audiences: field(
    distinctItems(
      z
        .array(
          z
            .string()
            .min(1)
            .max(200)
            .regex(/^[\x21-\x29\x2B-\x7E]+$/, "it must be one word without *"),
        )
        .min(1)
        .max(20),
    ),
    "A token must be for one of these audiences.",
    ["fraud-detection"],
  ),
});

const ClientCertificate = z.strictObject({
  authority: field(
    Name.refine(
      (name) => name !== "routes",
      "it must not be routes, the name of the Secret with the certificate of the hosts",
    ),
    "Certificate authority of the clients: the Secret `<tenant>.<authority>` in the gateway's namespace, whose key `ca.crt` contains its certificates.",
    "partners",
  ),
});

const Authentication = z.union([
  z.literal("none"),
  z
    .strictObject({
      jwt: field(Jwt, "Each request needs a valid token.", exampleOf(Jwt)).optional(),
      clientCertificate: field(
        ClientCertificate,
        "Each client needs a certificate of the authority. Every certificate of the authority is accepted.",
        exampleOf(ClientCertificate),
      ).optional(),
    })
    .refine((proof) => Object.keys(proof).length === 1, {
      error: "it must have jwt or clientCertificate, and not both",
      params: {
        hint: "Set one of them, or write authentication: none. To replace one of them on a cluster, set it to null there.",
      },
    }),
]);
export type RouteAuthentication = z.infer<typeof Authentication>;

const RateLimit = z
  .strictObject({
    perSecond: field(z.int().min(1).max(100_000), "Requests in each second.", 20).optional(),
    perMinute: field(z.int().min(1).max(1_000_000), "Requests in each minute.", 600).optional(),
  })
  .refine((limit) => Object.keys(limit).length === 1, {
    error: "it must have perSecond or perMinute, and not both",
    params: { hint: "Set one of them." },
  });

/** Listeners of a Gateway: Gateway API allows 64. */
export const mostRoutes = 64;

/** A route from outside of the cluster to a model, a pipeline or an experiment. */
export const TenantRoute = z.strictObject({
  host: field(
    Host,
    "Host of the route, which must be `{tenant}.{domain}` or below it. {tenant} stands for the tenant's name, and {domain} for `network.domain` of each cluster. The default is `{tenant}.{domain}`.",
    "v1.{tenant}.{domain}",
  ).optional(),
  path: field(
    RoutePath,
    "Path of the route, to which clients add `/infer`. The default is `/v2/models/` and the name of the target. Not for a route that takes only gRPC.",
    "/v2/models/fraud",
  ).optional(),
  to: field(Target, "The target of the requests: a model, a pipeline or an experiment of this tenant.", {
    experiment: "ab-test",
  }),
  protocols: field(
    distinctItems(z.array(z.enum(["rest", "grpc"])).min(1)),
    "Protocols of the requests: `rest` and `grpc` of the Open Inference Protocol. The path of a gRPC request is the same for all models, so only one route of a host can take gRPC.",
    ["rest"],
  ).default(["rest"]),
  methods: field(
    distinctItems(z.array(z.enum(["GET", "POST"])).min(1)),
    "Methods of HTTP. `POST`: requests for predictions. `GET`: metadata of the model, and whether it is ready. For gRPC: ModelInfer, and ModelMetadata and ModelReady. Pipelines have no metadata.",
    ["POST", "GET"],
  ).default(["POST"]),
  timeout: field(
    Seconds,
    "Seconds after which the gateway ends a request with the status 504. The default for REST is 60. gRPC requests have no timeout by default, because clients set a deadline.",
    60,
  ).optional(),
  bodySize: field(
    z.int().min(1).max(1024),
    "Largest body of a request in MiB. If omitted, the edge of the cluster sets the limit.",
    32,
  ).optional(),
  rateLimit: field(
    RateLimit,
    "Largest number of requests of one client address at each pod of the edge. Further requests get the status 503.",
    { perSecond: 20 },
  ).optional(),
  sticky: field(
    z.boolean(),
    "Only for an experiment. `true`: a client that sends the header `x-seldon-route` of an earlier response gets the same candidate. `false`: the edge removes the header, so each request is split.",
    false,
  ).optional(),
  authentication: field(
    Authentication,
    "Authentication of the requests. All routes of a host have the same. `none` must be written: then all clients that reach the address can send requests.",
    { jwt: exampleOf(Jwt) },
  ),
});
export type TenantRoute = z.infer<typeof TenantRoute>;
