import { mkdir, readFile, writeFile } from "node:fs/promises";
import { execa } from "execa";
import { io } from "socket.io-client";
import { describe, expect, test, vi } from "vitest";
import { printMcpToken } from "../../../server/cli/commands/mcp.ts";
import { createContext } from "../../../server/cli/context.ts";
import { createSessions } from "../../../server/http/session.ts";
import { openToken } from "../../../server/http/token.ts";
import { ShownLogs } from "../../../server/logs/shown-logs.ts";
import { mcpTokenOf } from "../../../server/mcp/token.ts";
import { compileFixture } from "../../support/compile.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { tempHome } from "../../support/temp-home.ts";
import { httpAgent } from "./clients.ts";

const LOGS_A_LINE = new URL("../../fixtures/dashboard/logs-a-line.ts", import.meta.url);

describe("the token for agents", () => {
	test("opens /mcp, and nothing else", async () => {
		const { url, paths, token, api } = await startDashboard();
		const forAgents = mcpTokenOf(token.current() ?? "");
		const headers = { authorization: `Bearer ${forAgents}` };
		const agent = await httpAgent(url, paths, { headers });
		const asked = await agent.call("ask_human", { question: "May I?", kind: "approval", wait_s: 0 });
		expect(asked.isError).toBe(false);

		const { body } = await api<{ paths: Record<string, Record<string, unknown>> }>("/openapi.json");
		const routes = Object.entries(body.paths).flatMap(([path, methods]) =>
			Object.keys(methods).map((method) => ({
				path: `${path.startsWith("/api/v1") ? "" : "/api/v1"}${path.replaceAll(/\{\w+\}/g, asked.data.ticket)}`,
				method: method.toUpperCase(),
			})),
		);
		expect(routes.length).toBeGreaterThan(30);
		const others = ["/metrics", "/", "/inbox", "/nothing", "/api/v1/openapi.json", `/?token=${forAgents}`].map(
			(path) => ({
				path,
				method: "GET",
			}),
		);
		others.push({ path: "/socket.io/?EIO=4&transport=polling", method: "GET" });
		for (const { path, method } of [...routes, ...others]) {
			const response = await fetch(url + path, { method, headers, redirect: "manual" });
			await response.text();
			expect({ path, method, status: response.status }).toEqual({ path, method, status: 401 });
			expect(response.headers.get("set-cookie")).toBeNull();
		}
		const signIn = await fetch(`${url}/session`, {
			method: "POST",
			headers: { origin: url },
			body: new URLSearchParams({ token: forAgents }),
		});
		expect([signIn.status, signIn.headers.get("set-cookie")]).toEqual([401, null]);
		expect((await api(`/questions/${asked.data.ticket}`)).body).toMatchObject({ status: "pending" });
	});

	test("opens no socket, neither as a header nor as its key", async () => {
		const { url, token } = await startDashboard();
		const forAgents = mcpTokenOf(token.current() ?? "");
		const socket = io(url, {
			transports: ["websocket"],
			reconnection: false,
			auth: { key: forAgents },
			extraHeaders: { authorization: `Bearer ${forAgents}` },
		});
		try {
			await expect(
				new Promise((resolve, reject) => socket.once("connect", () => resolve("open")).once("connect_error", reject)),
			).rejects.toThrow();
		} finally {
			socket.disconnect();
		}
	});

	test("ends with the token file, and is told from the whole token", async () => {
		const paths = await tempHome();
		const token = openToken(paths.token);
		const forAgents = mcpTokenOf(token.current() ?? "");
		const sessions = createSessions(token, 4310);
		expect(sessions.find({ authorization: `Bearer ${forAgents}` })).toBeNull();
		expect(sessions.isToken(forAgents)).toBe(false);
		expect(sessions.findAgent(`Bearer ${forAgents}`)?.complete).toBe(true);
		expect(sessions.findAgent(`Bearer ${token.current()}`)?.complete).toBe(true);
		await writeFile(paths.token, `${"x".repeat(43)}\n`);
		expect(sessions.findAgent(`Bearer ${forAgents}`)).toBeNull();
	});

	test("is printed by `nightshift mcp --token`, alone and on standard output", async () => {
		const paths = await tempHome();
		const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
		try {
			printMcpToken(createContext({ home: paths.home }));
			const whole = (await readFile(paths.token, "utf8")).trim();
			expect(written.mock.calls).toEqual([[`${mcpTokenOf(whole)}\n`]]);
		} finally {
			written.mockRestore();
		}
	});

	test("is blotted out like the whole one: in the dashboard's log, in daemons' logs", async () => {
		const paths = await tempHome();
		const token = openToken(paths.token);
		const whole = token.current() ?? "";
		const said = `got ${mcpTokenOf(whole)} and ${whole}`;
		const { stdout } = await execa(process.execPath, [compileFixture(LOGS_A_LINE), paths.token, said]);
		expect(JSON.parse(stdout)).toMatchObject({ msg: "got [hidden] and [hidden]" });

		const { currentLog, logs } = paths.daemon("bot");
		await mkdir(logs, { recursive: true });
		await writeFile(currentLog, `${said}\n`);
		const shown = new ShownLogs({ paths, configs: () => [], token: token.current });
		const { lines } = await shown.tail("bot", 1);
		expect(lines.map(({ text }) => text)).toEqual(["got [redacted] and [redacted]"]);
	});
});
