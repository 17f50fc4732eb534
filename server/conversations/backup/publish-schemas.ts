// Run by `npm run schema` after a change of what is written into `chats/`; a test tells when it was forgotten.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { publishedSchemas } from "./schemas.ts";

for (const { path, text } of publishedSchemas()) {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
}
