import fc from "fast-check";
import { afterEach } from "vitest";
import { closeServers } from "./fake-github.ts";
import { setSeed } from "./sampling.ts";
import { removeFolders } from "./sandbox.ts";

// When a property fails, fast-check prints the seed.
fc.configureGlobal({ seed: setSeed() });

afterEach(removeFolders);
afterEach(closeServers);
