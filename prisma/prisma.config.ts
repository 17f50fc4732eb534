import { defineConfig } from "prisma/config";

// `generate` never runs the schema engine, but would download it: any existing file stands in for it.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: "schema.prisma" });
