import { join } from "node:path";
import { z } from "zod";
import { packageRoot } from "./package-root.ts";
import { configFileSchema } from "./schema.ts";

/** Where the schema of `config.json` is published, for editors and people. */
export function jsonSchemaFile(): string {
	return join(packageRoot(), "docs", "config.schema.json");
}

/** The published text: the JSON schema of what a person may write into `config.json`. */
export function renderJsonSchema(): string {
	return `${JSON.stringify(z.toJSONSchema(configFileSchema, { io: "input" }), null, "\t")}\n`;
}
