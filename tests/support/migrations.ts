import { readdirSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { packageRoot } from "../../server/config/package-root.ts";

const FOLDER = join(packageRoot(), "prisma", "migrations");

/** The names of our migrations, in order. */
export const OWN_MIGRATIONS = readdirSync(FOLDER).sort();

/** A folder with those of our migrations that came before this one; removed when the test ends. */
export async function migrationsBefore(name: string): Promise<string> {
	const folder = await newFolder();
	for (const one of OWN_MIGRATIONS.filter((own) => own < name)) {
		await cp(join(FOLDER, one), join(folder, one), { recursive: true });
	}
	return folder;
}

/** A folder with our migrations and further ones, as `name: SQL`; removed when the test ends. */
export async function migrationsWith(further: Record<string, string>): Promise<string> {
	const folder = await newFolder();
	await cp(FOLDER, folder, { recursive: true });
	for (const [name, sql] of Object.entries(further)) {
		await mkdir(join(folder, name), { recursive: true });
		await writeFile(join(folder, name, "migration.sql"), sql);
	}
	return folder;
}

async function newFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "nightshift-migrations-"));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	return folder;
}
