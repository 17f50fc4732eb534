import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { packageRoot } from "../../../server/config/package-root.ts";
import { createNextPages, type Pages } from "../../../server/http/pages.ts";

const WHERE = { dev: false, host: "127.0.0.1", port: 0 };

async function folder(): Promise<string> {
	const path = await mkdtemp(join(tmpdir(), "nightshift-pages-"));
	onTestFinished(() => rm(path, { recursive: true, force: true }));
	return path;
}

/** Asks for the overview; the answer's status and kind. */
async function askFor(pages: Pages): Promise<{ status: number; type: string | null }> {
	const server = createServer((request, response) => {
		pages.request(request, response).catch(() => response.writeHead(500).end());
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	try {
		const { port } = server.address() as AddressInfo;
		const { status, headers } = await fetch(`http://127.0.0.1:${port}/`);
		return { status, type: headers.get("content-type") };
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

test("pages that have not been built are known at the start, in one sentence", async () => {
	await expect(createNextPages(await folder(), WHERE)).rejects.toThrow(
		"The pages have not been built: run `npm start` in Nightshift's folder, which builds them.",
	);
});

test("a start does not load the pages; whoever asks does, and again when it could not be done", async () => {
	const dir = await folder();
	const built = join(dir, ".next");
	await mkdir(built);
	await writeFile(join(built, "BUILD_ID"), "of a build that is not whole");
	const pages = await createNextPages(dir, WHERE);
	onTestFinished(() => pages.close());
	pages.expect();
	expect((await askFor(pages)).status).toBe(500);

	await rm(built, { recursive: true });
	await symlink(join(packageRoot(), ".next"), built);
	expect(await askFor(pages)).toEqual({ status: 200, type: expect.stringContaining("text/html") });
});
