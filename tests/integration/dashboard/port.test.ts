import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { program } from "../../support/daemon-config.ts";
import { spawnDashboard } from "../../support/dashboard-process.ts";
import { end } from "../../support/processes.ts";
import { tempHome } from "../../support/temp-home.ts";

async function otherProgram(): Promise<{ child: ChildProcess; port: number }> {
	const child = spawn(process.execPath, [program("listens.mjs")], { stdio: ["ignore", "pipe", "inherit"] });
	onTestFinished(() => end(child.pid));
	const [line] = (await once(child.stdout, "data")) as [Buffer];
	return { child, port: Number(line) };
}

// That no service manager tries for ever is in tests/integration/service/systemd.test.ts.
test.runIf(process.platform === "linux")(
	"case 32: a dashboard whose port another program holds names it, ends once, and offers the next port",
	async () => {
		const { child, port } = await otherProgram();
		const paths = await tempHome();
		const refused = spawnDashboard(paths, ["--port", String(port)]);
		expect(await refused.exited).toEqual({ code: 1, signal: null });
		const said = new RegExp(
			`^Port ${port} is taken by node \\(process ${child.pid}\\): stop that program, or use a free one: \`nightshift start --port (\\d+)\`\\.\n$`,
		);
		expect(refused.stderr()).toMatch(said);
		const free = said.exec(refused.stderr())?.[1] ?? "";
		expect(Number(free)).toBeGreaterThan(port);
		expect(await spawnDashboard(paths, ["--port", free]).url()).toBe(`http://127.0.0.1:${free}`);
	},
);

test.runIf(process.platform === "linux")("case 32: another dashboard is named by its state directory", async () => {
	const first = await tempHome();
	const dashboard = spawnDashboard(first, ["--port", "0"], { NIGHTSHIFT_HOME: first.home });
	const { port } = new URL(await dashboard.url());
	const second = spawnDashboard(await tempHome(), ["--port", port]);
	await second.exited;
	expect(second.stderr()).toContain(
		`Port ${port} is taken by the dashboard of ${first.home} (process ${dashboard.child.pid}): stop that program`,
	);
});
