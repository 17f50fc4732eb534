import { writeFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { openDatabase } from "../../../server/db/open.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { listDeliveries } from "../../../server/notify/deliveries.ts";
import { spawnDashboard } from "../../support/dashboard-process.ts";
import { httpSink } from "../../support/http-sink.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

test("a dashboard killed between writing and sending: the next one sends each once, and what was on its way again", async () => {
	let silent = true;
	const sink = await httpSink((response: ServerResponse) => {
		if (!silent) response.writeHead(204).end(); // else it never answers
	});
	const paths = await tempHome();
	const notify = { webhooks: [{ name: "own", url: sink.url, template: "json" }] };
	await writeFile(paths.config, JSON.stringify({ notify }));
	const db = await openDatabase(paths.database);
	const first = spawnDashboard(paths);
	await first.url();
	for (const title of ["One", "Two", "Three"]) await askQuestion(db, { title, urgency: "high" });
	const log = async () => (await listDeliveries(db, {})).deliveries.reverse();
	await eventually(async () => sink.requests.length === 1 && (await log()).length === 3);
	first.child.kill("SIGKILL");
	await first.exited;
	expect((await log()).map(({ status }) => status)).toEqual(["pending", "pending", "pending"]);

	silent = false;
	const second = spawnDashboard(paths);
	await second.url();
	await eventually(async () => (await log()).every(({ status }) => status === "sent"));
	second.child.kill("SIGKILL");
	await second.exited;
	const third = spawnDashboard(paths);
	await third.url();
	await askQuestion(db, { title: "Four", urgency: "high" });
	await eventually(async () => (await log()).length === 4 && (await log()).every(({ status }) => status === "sent"));
	await db.close();
	const told = sink.requests.map((one) => one.json().ticket);
	expect(told.slice(1).sort()).toEqual(["Q-1", "Q-2", "Q-3", "Q-4"]);
	// Nobody had said that the first had arrived: it comes under the id that it had.
	expect(told[0]).toBe("Q-1");
	const ids = sink.requests.filter((one) => one.json().ticket === "Q-1").map((one) => one.headers["idempotency-key"]);
	expect(new Set(ids).size).toBe(1);
}, 90_000);
