import { expect, test } from "vitest";
import { clusterContext } from "../../testing/rules.ts";
