import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { jsonSchemaFile, renderJsonSchema } from "../../../server/config/json-schema.ts";

test("the published schema is the one the program checks with (else: npm run schema)", () => {
	expect(readFileSync(jsonSchemaFile(), "utf8")).toBe(renderJsonSchema());
});
