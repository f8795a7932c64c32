import { afterEach } from "vitest";
import { closeServers } from "./fake-github.ts";
import { removeFolders } from "./sandbox.ts";

afterEach(removeFolders);
afterEach(closeServers);
