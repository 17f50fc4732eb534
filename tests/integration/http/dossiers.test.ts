import { expect, test } from "vitest";
import type { DossierEntry } from "../../../server/contract/dossier.ts";
import { daemonConfig } from "../../support/daemon-config.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { eventually } from "../../support/wait.ts";

const crashing = daemonConfig(["sh", "-c", "echo the key is $API_TOKEN; exit 3"], {
	env: { API_TOKEN: "correct-horse-battery" },
	restart: { ...daemonConfig([]).restart, on: "never" },
});

test("dossiers are listed, read as JSON and as Markdown, and hold no secret", async () => {
	const { api } = await startDashboard([crashing]);
	expect((await api("/daemons/worker/dossiers")).body).toEqual({ dossiers: [] });
	await api("/daemons/worker/start", { method: "POST" });
	const list = await eventually(async () => {
		const answer = await api<{ dossiers: DossierEntry[] }>("/daemons/worker/dossiers");
		return answer.body.dossiers.length > 0 ? answer : null;
	});
	expect(list.body).toMatchObject({ dossiers: [{ daemon: "worker", kind: "exit", cause: "crash", changed: null }] });
	const path = `/daemons/worker/dossiers/${list.body.dossiers[0]?.id}`;
	const dossier = await api(path);
	expect(dossier.body).toMatchObject({ title: "It exited with 3", log: ["the key is [redacted]"] });
	expect(dossier.headers.get("cache-control")).toBe("no-store");
	const markdown = await api(path, { headers: { accept: "text/markdown" } });
	expect(markdown.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
	expect(markdown.body).toContain("# worker: It exited with 3");
	for (const { body } of [list, dossier, markdown]) expect(JSON.stringify(body)).not.toContain("horse");
});

test("a dossier that is not there is 404, whatever its name tries to be", async () => {
	const { api } = await startDashboard([crashing]);
	for (const id of ["20260101T000000000Z-aaaaaaaa", "x", "..%2f..%2f..%2ftoken", "%00"]) {
		const { status, body } = await api(`/daemons/worker/dossiers/${id}`);
		expect([status, body.code], id).toEqual([404, "not-found"]);
	}
	expect((await api("/daemons/nobody/dossiers")).body.code).toBe("unknown-daemon");
});
