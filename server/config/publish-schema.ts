// Run by `npm run schema` after a change of the settings; a test tells when it was forgotten.
import { writeFileSync } from "node:fs";
import { jsonSchemaFile, renderJsonSchema } from "./json-schema.ts";

writeFileSync(jsonSchemaFile(), renderJsonSchema());
