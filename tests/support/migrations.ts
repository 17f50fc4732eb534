import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { packageRoot } from "../../server/config/package-root.ts";

/** A folder with our migrations and further ones, as `name: SQL`; removed when the test ends. */
export async function migrationsWith(further: Record<string, string>): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "nightshift-migrations-"));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	await cp(join(packageRoot(), "prisma", "migrations"), folder, { recursive: true });
	for (const [name, sql] of Object.entries(further)) {
		await mkdir(join(folder, name), { recursive: true });
		await writeFile(join(folder, name, "migration.sql"), sql);
	}
	return folder;
}
