import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { publishedSchemas } from "../../../server/conversations/backup/schemas.ts";

test.each(publishedSchemas())(
	"the published $path is the form that is written (else: npm run schema)",
	({ path, text }) => {
		expect(readFileSync(path, "utf8")).toBe(text);
	},
);
