import { expect, test } from "vitest";
import { inferenceServers } from "./table.ts";

test.each(inferenceServers)("$name listens on the ports of Seldon's agent, set by its own variables", (server) => {
  const { environment, portVariables, workersVariable, start } = server;
  expect(environment[portVariables.http]).toBe("9000");
  expect(environment[portVariables.grpc]).toBe("9500");
  if (workersVariable !== undefined) expect(environment).toHaveProperty(workersVariable);
  // The agent loads models into that folder (2.9.1).
  expect(Object.values(environment)).toContain("/mnt/agent/models");
  const named = [...JSON.stringify(start).matchAll(/\$\((\w+)\)/g)].map(([, variable]) => variable ?? "");
  expect(named.filter((variable) => !(variable in environment))).toEqual([]);
});

test("names are unique, and differ from the other containers of a pod", () => {
  const names = inferenceServers.map(({ name }) => name);
  expect(new Set([...names, "agent", "rclone"]).size).toBe(names.length + 2);
});
