import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import type { Question } from "../../../server/contract/question.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { callApi } from "../../support/dashboard.ts";
import { spawnDashboard } from "../../support/dashboard-process.ts";
import { freePort } from "../../support/free-port.ts";
import { eventually, fileText } from "../../support/wait.ts";
import { git, makeRepository, NAME, Rig, roadmap } from "../developer/rig.ts";
import { httpAgent, PROGRAM } from "./clients.ts";

const SCRIPT = `#!/bin/sh
set -e
answer=$("$NIGHTSHIFT" ask "Which colour?" --choice red --choice blue --key colour --wait 10m)
echo "$answer" >> answers.txt
`;

test("a shell script, an agent and the developer ask in one run, and each gets its own answer once", async () => {
	const workspace = await makeRepository({
		"ROADMAP.md": roadmap({ "US-1": { title: "Make a file", steps: ["echo made >> made.txt"] } }),
	});
	const rig = await Rig.over(workspace);
	const port = String(await freePort());
	const dashboard = spawnDashboard(rig.paths, ["--port", port]);
	const url = await dashboard.url();
	const token = (await readFile(rig.paths.token, "utf8")).trim();
	const act = (verb: "start" | "stop") => callApi(url, token, `/daemons/${NAME}/${verb}`, { method: "POST" });

	// All three ask.
	expect((await act("start")).status).toBe(200);
	const folder = join(rig.paths.home, "script");
	await execa("mkdir", [folder]);
	await writeFile(join(folder, "ask.sh"), SCRIPT);
	const env = { NIGHTSHIFT: PROGRAM, NIGHTSHIFT_HOME: rig.paths.home };
	const script = execa("sh", ["ask.sh"], { cwd: folder, env, stdin: "ignore", reject: false });
	const agent = await httpAgent(url, rig.paths, { client: "Some Agent" });
	const question = { question: "Which size?", kind: "choice", options: ["small", "large"], dedupe_key: "size" };
	const pending = await agent.call("ask_human", { ...question, wait_s: 0 });
	expect(pending.data.status).toBe("pending");
	const questions = await eventually(async () => {
		const all = await rig.questions("pending");
		return all.length === 3 ? all : null;
	});
	const find = (fits: (question: Question) => boolean) => questions.find(fits)?.ticket ?? "";
	const tickets = {
		script: find(({ title }) => title === "Which colour?"),
		agent: find(({ daemon }) => daemon === "some-agent"),
		developer: find(({ daemon }) => daemon === NAME),
	};
	expect(new Set(Object.values(tickets)).size).toBe(3);
	expect(pending.data.ticket).toBe(tickets.agent);

	// The dashboard is killed; the person answers all the same.
	dashboard.child.kill("SIGKILL");
	await dashboard.exited;
	await answerQuestion(rig.db, tickets.agent, { answer: "large" });
	await answerQuestion(rig.db, tickets.script, { answer: "blue" });
	await answerQuestion(rig.db, tickets.developer, { answer: "run" });

	// Each goes on with its own.
	expect(await script).toMatchObject({ exitCode: 0 });
	expect(await fileText(join(folder, "answers.txt"))).toBe("blue\n");
	const run = await rig.run("US-1", "done");
	expect(await git(workspace, "show", `${run.branch}:made.txt`)).toBe("made");
	await spawnDashboard(rig.paths, ["--port", port]).url();
	onTestFinished(async () => void (await act("stop")));
	const looks = await Promise.all([agent.call("check_answers"), agent.call("check_answers")]);
	expect(looks.flatMap(({ data }) => data.answers)).toMatchObject([
		{ ticket: tickets.agent, answer: "large", provenance: "human" },
	]);
	expect((await agent.call("ask_human", question)).data).toMatchObject({ ticket: tickets.agent, answer: "large" });

	// Each answer was handed out once, and nobody asked twice.
	const delivered = await rig.db.prisma.questionEvent.groupBy({
		by: ["questionId"],
		where: { kind: "delivered" },
		_count: true,
	});
	expect(delivered.map(({ _count }) => _count)).toEqual([1, 1, 1]);
	expect(await rig.questions()).toHaveLength(3);
	expect((await act("stop")).body).toMatchObject({ phase: "stopped" });
}, 120_000);
