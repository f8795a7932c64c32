import fc from "fast-check";
import { afterEach } from "vitest";
import { closeServers } from "./fake-github.ts";
import { drawFrom } from "./sampling.ts";
import { removeFolders } from "./sandbox.ts";

// fast-check names the seed of what fails.
fc.configureGlobal({ seed: drawFrom() });

afterEach(removeFolders);
afterEach(closeServers);
