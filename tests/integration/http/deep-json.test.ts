import { describe, expect, test } from "vitest";
import { MAX_JSON_DEPTH } from "../../../server/contract/json-depth.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { ask, connected, connectSocket } from "../../support/live-client.ts";

/** As text: making it from a value would need the very recursion that it is about. */
const nested = (levels: number) => `${'{"a":['.repeat(levels / 2)}1${"]}".repeat(levels / 2)}`;
const SCHEMA = '{"type":"object","properties":{"a":{"type":"boolean"}}}';

describe("JSON that is nested too deep", () => {
	test.each([2_000, 200_000])("is refused on every route that takes a body: %i levels", async (levels) => {
		const { api } = await startDashboard([daemonConfig(node("sleeper.mjs"))]);
		const asked = await api("/questions", { body: `{"title":"?","kind":"form","schema":${SCHEMA}}` });
		expect(asked.status).toBe(201);
		const deep = nested(levels);
		for (const [path, body] of [
			["/questions", deep],
			["/questions", `{"title":"?","kind":"form","schema":${deep}}`],
			["/questions", `{"title":"?","kind":"form","schema":{"type":"object","_meta":${deep},${SCHEMA.slice(1)}}`],
			["/questions", `{"title":"?","kind":"form","schema":${SCHEMA},"default":${deep}}`],
			[`/questions/${asked.body.ticket}/answer`, `{"answer":${deep}}`],
			[`/questions/${asked.body.ticket}/withdraw`, `{"reason":${deep}}`],
			["/daemons/worker/commands", `{"text":${deep}}`],
		] as const) {
			const { status, body: problem } = await api(path, { body });
			expect({ path, status, code: problem.code }).toEqual({ path, status: 400, code: "bad-request" });
			expect(problem.detail).toMatch(new RegExp(`nested more than ${MAX_JSON_DEPTH} levels`));
		}
		expect((await api(`/questions/${asked.body.ticket}`)).body).toMatchObject({ status: "pending", version: 1 });
	});

	test("is refused from a page with one sentence, and the connection stays", async () => {
		const { url, token, api } = await startDashboard();
		const asked = await api("/questions", { body: { title: "?" } });
		const socket = await connected(
			connectSocket(url, { extraHeaders: { authorization: `Bearer ${token.current()}` } }),
		);
		const answer: unknown = JSON.parse(nested(2_000));
		const refusal = { code: "bad-request", message: expect.stringMatching(/nested more than/) };
		for (const event of ["question:answer", "state:sync", "daemon:start", "command:send"] as const) {
			const request = { ticket: asked.body.ticket, answer, name: answer, text: answer };
			expect(await ask(socket, event, request)).toEqual({ error: expect.objectContaining(refusal) });
		}
		expect(await ask(socket, "question:answer", { ticket: asked.body.ticket, answer: "yes" })).toMatchObject({
			data: { status: "answered" },
		});
	});

	test("does not keep a form from being sent that only looks like it", async () => {
		const { url } = await startDashboard();
		const headers = { "content-type": "application/x-www-form-urlencoded", origin: url };
		const response = await fetch(`${url}/session`, { method: "POST", headers, body: `token=${"[".repeat(500)}` });
		expect(response.status).toBe(401);
	});
});
