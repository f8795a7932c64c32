import { afterEach } from "vitest";
import { removeFolders } from "./sandbox.ts";

afterEach(removeFolders);
