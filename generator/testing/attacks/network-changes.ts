import { external, type ProposedChanges, servingChurn } from "./proposed-change.ts";

/** Changes of what a tenant reaches. */
export const networkChanges: readonly ProposedChanges[] = [
  {
    about: "an external network",
    changes: [
      ["a documentation network", "", external("bureau", "203.0.113.0/24"), "guard/widens"],
      ["all of IPv4", "", external("all", "0.0.0.0/0"), "guard/widens"],
      ["half of IPv4", "", external("half", "0.0.0.0/1"), "guard/widens"],
      ["a network that contains the cluster's pods", "", external("corp", "10.0.0.0/8"), "guard/widens"],
      ["a network that contains the nodes", "", external("corp", "192.168.0.0/16"), "guard/widens"],
      ["a network that barely overlaps the cluster's networks", "", external("corp", "168.0.0.0/5"), "guard/widens"],
      ["all of IPv6", "", external("six", "::/0"), "guard/widens"],
      ["a part of IPv6", "", external("six", "2000::/3"), "guard/widens"],
      [
        "a name similar to a policy for the API server",
        "",
        external("a-to-api-server", "203.0.113.0/24"),
        "guard/widens",
      ],
      ["a similar name, and all of IPv4", "", external("x-to-api-server", "0.0.0.0/0"), "guard/widens"],
      ["a name similar to a baseline flow", "", external("x-to-dns", "203.0.113.0/24"), "guard/widens"],
      ["one address more", external("b", "203.0.113.8/32"), external("b", "203.0.113.8/31"), "guard/widens"],
      ["one address fewer", external("b", "203.0.113.8/31"), external("b", "203.0.113.8/32"), "safe"],
      [
        "the same network in two halves",
        external("b", "203.0.113.0/24"),
        external("b", "203.0.113.0/25", "203.0.113.128/25"),
        "safe",
      ],
      [
        "the same network under another name",
        external("b", "203.0.113.0/24"),
        external("c", "203.0.113.0/24"),
        "allowed",
      ],
      ["the other half instead", external("b", "203.0.113.0/25"), external("b", "203.0.113.128/25"), "guard/widens"],
      [
        "a network of another family instead",
        external("b", "203.0.113.0/24"),
        external("b", "2001:db8::/32"),
        "guard/widens",
      ],
      ["a removed network", external("b", "203.0.113.0/24"), "", "allowed"],
      [
        "another port",
        external("b", "203.0.113.0/24"),
        external("b", "203.0.113.0/24").replace("443", "444"),
        "guard/widens",
      ],
      [
        "another protocol",
        external("b", "203.0.113.0/24"),
        external("b", "203.0.113.0/24").replace("port: 443", "port: 443, protocol: UDP"),
        "guard/widens",
      ],
      [
        "another reason",
        external("b", "203.0.113.0/24"),
        external("b", "203.0.113.0/24").replace("Bureau", "Scores"),
        "safe",
      ],
    ],
  },
  {
    about: "reach within the cluster",
    changes: [
      ["a service", "", "network: { needs: [mlflow] }", "guard/widens"],
      ["a caller", servingChurn, `${servingChurn}network: { callers: [ingress] }`, "guard/widens"],
      ["fewer services", "network: { needs: [mlflow] }", "", "allowed"],
      [
        "a service in addition to an external network",
        external("bureau", "203.0.113.0/24"),
        `${external("bureau", "203.0.113.0/24").replace("external", "needs: [mlflow], external")}`,
        "guard/widens",
      ],
      ["the first Server, with its volume", "", servingChurn, "guard/platform guard/widens"],
      ["the first pipeline", servingChurn, `${servingChurn}pipelines: { p: { steps: { churn: {} } } }`, "guard/widens"],
      [
        "an additional model",
        servingChurn,
        servingChurn.replace(
          "models: {",
          'models: { next: { storageUri: "s3://churn/model/8", requirements: [sklearn], memory: 64Mi }, ',
        ),
        "allowed",
      ],
      ["another artifact", servingChurn, servingChurn.replace("model/7", "model/8"), "allowed"],
    ],
  },
];
