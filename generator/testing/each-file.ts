import fc from "fast-check";
import { afterEach } from "vitest";
import { closeServers } from "./fake-github.ts";
import { drawFrom } from "./sampling.ts";
import { removeFolders } from "./sandbox.ts";

// When a property fails, fast-check prints the seed.
fc.configureGlobal({ seed: drawFrom() });

afterEach(removeFolders);
afterEach(closeServers);
