import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { execa } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { createSignInCodes } from "../../../server/http/sign-in-codes.ts";
import { browserOf, startDashboard, type TestDashboard } from "../../support/dashboard.ts";

async function newCode({ api }: TestDashboard): Promise<string> {
	const { status, body } = await api<{ code: string }>("/sign-in-codes", { method: "POST" });
	expect(status).toBe(201);
	return body.code;
}

/** Our end of a connection that this process made to itself. */
async function ownConnection(): Promise<Socket> {
	const server = createServer();
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as { port: number };
	const client = connect(port, "127.0.0.1");
	const [connection] = (await once(server, "connection")) as [Socket];
	onTestFinished(() => {
		client.destroy();
		connection.destroy();
		server.close();
	});
	return connection;
}

describe("a code to sign in with", () => {
	test("opens a browser's session, once, at the page that was asked for", async () => {
		const dashboard = await startDashboard();
		const { url } = dashboard;
		const link = `${url}/inbox?x=1&code=${await newCode(dashboard)}`;
		const page = await fetch(link);
		expect(page.status).toBe(200);
		expect(await page.clone().text()).toContain('data-to="/inbox?x=1"');
		const { headers } = await browserOf(page, url);
		expect((await fetch(`${url}/api/v1/status`, { headers })).status).toBe(200);

		const again = await fetch(link);
		expect([again.status, again.headers.get("set-cookie")]).toEqual([401, null]);
		expect(await again.text()).toContain("This link was used before");
	});

	test("opens one of many browsers that have it at once", async () => {
		const dashboard = await startDashboard();
		const link = `${dashboard.url}/?code=${await newCode(dashboard)}`;
		const statuses = await Promise.all(Array.from({ length: 8 }, async () => (await fetch(link)).status));
		expect(statuses.filter((status) => status === 200)).toHaveLength(1);
	});

	test("is none when it is made up, empty, or the token", async () => {
		const dashboard = await startDashboard();
		await newCode(dashboard);
		for (const code of ["", "x", dashboard.token.current()]) {
			expect((await fetch(`${dashboard.url}/?code=${code}`)).status).toBe(401);
		}
	});

	test("is given for the token alone, not for a browser's session", async () => {
		const { url, signIn } = await startDashboard();
		const { headers } = await signIn();
		const refused = await fetch(`${url}/api/v1/sign-in-codes`, { method: "POST", headers });
		expect(refused.status).toBe(401);
		expect(await refused.json()).toMatchObject({ code: "not-signed-in" });
	});

	test("ends after a minute, and only so many are kept", async () => {
		let now = 1_000_000;
		const connection = await ownConnection();
		const codes = createSignInCodes(() => now);
		const old = codes.issue();
		expect(Date.parse(old.expiresAt)).toBe(now + 60_000);
		now += 59_999;
		const recent = codes.issue();
		now += 1;
		expect(await codes.spend(old.code, connection)).toContain("too old");
		const rest = Array.from({ length: 49 }, () => codes.issue());
		expect(await codes.spend(rest[0]?.code ?? "", connection)).toBeNull();
		for (let more = 0; more < 2; more += 1) codes.issue();
		expect(await codes.spend(recent.code, connection)).toContain("used before");
		expect(await codes.spend(rest[48]?.code ?? "", connection)).toBeNull();
	});

	test.skipIf(process.getuid?.() !== 0)(
		"is nothing to another user who reads it from a command line, and stays good for its own",
		async () => {
			const dashboard = await startDashboard();
			const link = `${dashboard.url}/?code=${await newCode(dashboard)}`;
			const script = `fetch(${JSON.stringify(link)}).then(async (page) => console.log(page.status, await page.text()))`;
			const { stdout } = await execa(process.execPath, ["--eval", script], { uid: 65_534, gid: 65_534, cwd: "/" });
			expect(stdout).toMatch(/^401 /);
			expect(stdout).toContain("This link is for the user of this machine who asked for it");
			expect(stdout).not.toContain("data-key");
			expect((await fetch(link)).status).toBe(200);
		},
	);
});
