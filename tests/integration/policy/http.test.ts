import { expect, test } from "vitest";
import type { Rule, RuleList } from "../../../server/contract/rule.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { createRule, type NewRule } from "../../../server/policy/rules.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { startDashboard, type TestDashboard } from "../../support/dashboard.ts";
import { connected, connectSocket, Follower } from "../../support/live-client.ts";
import { cliFor } from "../cli/run-cli.ts";

const RULE: NewRule = {
	daemon: "developer",
	item: "US-1",
	agent: "claude",
	decision: "allow",
	pattern: "execute:npm test",
	ticket: "Q-1",
	expiresAt: new Date(Date.now() + 86_400_000),
};
const agent = {
	command: ["an-agent"],
	env: {},
	mode: null,
	startTimeoutMs: 1_000,
	permissions: { allow: ["read"], ask: ["edit:docs/**"], deny: ["execute:rm *"] },
};
const developer = (name: string, more: object) =>
	daemonConfig(node("sleeper.mjs"), { name, program: "code-developer", autostart: false, ...more });

/** Makes a rule as a developer does: in a process of its own, as far as the dashboard can tell. */
async function make({ paths }: Pick<TestDashboard, "paths">, more: Partial<NewRule> = {}): Promise<Rule> {
	const db = await openDatabase(paths.database);
	try {
		return await createRule(db, { ...RULE, ...more });
	} finally {
		await db.close();
	}
}

test("rules are listed with what config.json says of each developer", async () => {
	const daemons = [
		developer("developer", { agent }),
		developer("plain", { agent: null }),
		daemonConfig(node("sleeper.mjs")),
	];
	const dashboard = await startDashboard(daemons);
	const { api } = dashboard;
	await make(dashboard);
	const { status, body } = await api<RuleList>("/rules");
	expect(status).toBe(200);
	expect(body.configured).toEqual([
		{ daemon: "developer", ...agent.permissions },
		{ daemon: "plain", allow: ["read", "search", "think", "edit"], ask: [], deny: [] },
	]);
	expect(body.rules).toMatchObject([
		{ id: "R-1", pattern: "execute:npm test", uses: 0, answered: [], revokedAt: null },
	]);
});

test("a rule is changed and revoked, and then listed among all only", async () => {
	const dashboard = await startDashboard();
	const { api } = dashboard;
	await make(dashboard);
	const changed = await api<Rule>("/rules/R-1", {
		method: "PATCH",
		body: { pattern: "execute:npm test*", expiresAt: null },
	});
	expect([changed.status, changed.body]).toMatchObject([200, { pattern: "execute:npm test*", expiresAt: null }]);
	for (const body of [{ pattern: "execute" }, { expiresAt: "2020-01-01T00:00:00Z" }, { uses: 0 }, []]) {
		const refused = await api("/rules/R-1", { method: "PATCH", body });
		expect([refused.status, refused.body.code]).toEqual([422, "invalid-rule"]);
	}
	expect((await api("/rules/R-1/revoke", { method: "POST" })).status).toBe(200);
	expect((await api("/rules/R-1/revoke", { method: "POST" })).status).toBe(200);
	expect((await api<RuleList>("/rules")).body.rules).toEqual([]);
	expect((await api<RuleList>("/rules?all=1")).body.rules).toMatchObject([{ id: "R-1" }]);
	expect((await api("/rules/R-1", { method: "PATCH", body: { expiresAt: null } })).status).toBe(409);
	for (const path of ["/rules/R-9/revoke", "/rules/nonsense/revoke"]) {
		const unknown = await api(path, { method: "POST" });
		expect([unknown.status, unknown.body.code]).toEqual([404, "not-found"]);
	}
	const description = await api<{ paths: object }>("/openapi.json");
	expect(Object.keys(description.body.paths)).toEqual(expect.arrayContaining(["/api/v1/rules", "/api/v1/rules/{id}"]));
});

test("pages hear of it when a rule is made elsewhere, changed here, and revoked on the command line", async () => {
	const cli = await cliFor();
	const dashboard = await startDashboard([], cli.paths);
	const authorization = `Bearer ${dashboard.token.current()}`;
	const client = new Follower(await connected(connectSocket(dashboard.url, { extraHeaders: { authorization } })));
	await client.start();
	const revision = () => client.state.revisions.rules ?? 0;
	const grows = async (work: () => Promise<unknown>) => {
		const before = revision();
		await work();
		await client.until(() => revision() > before);
	};
	await grows(() => make(dashboard));
	await grows(() => dashboard.api("/rules/R-1", { method: "PATCH", body: { note: "for the night" } }));
	expect((await cli.run("rules")).stdout).toMatch(
		/R-1\s+allow execute:npm test\s+developer, US-1, claude\s+20\S+ \S+\s+0\s+Q-1/,
	);
	expect(await cli.run("rules", "revoke")).toMatchObject({ status: 2 });
	await grows(async () => {
		expect(await cli.run("rules", "revoke", "R-1")).toMatchObject({
			status: 0,
			stdout: expect.stringContaining("R-1 is revoked"),
		});
	});
	expect(await cli.json("rules")).toEqual({ rules: [] });
	expect(await cli.json("rules", "--all")).toMatchObject({ rules: [{ id: "R-1", note: "for the night" }] });
	expect(await cli.run("rules", "revoke", "R-7")).toMatchObject({
		status: 1,
		stderr: expect.stringContaining("no rule"),
	});
});
