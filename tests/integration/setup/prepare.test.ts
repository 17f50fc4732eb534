import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { tempHome } from "../../support/temp-home.ts";
import { fileText } from "../../support/wait.ts";

const BIN = fileURLToPath(new URL("../../../bin", import.meta.url));

/** A clone in which nothing was installed or built: only what `npm start` itself needs. */
async function bareClone(): Promise<string> {
	const { home } = await tempHome();
	await cp(BIN, join(home, "bin"), { recursive: true });
	await writeFile(join(home, "package.json"), '{"name":"nightshift","version":"0.1.0","type":"module"}');
	return home;
}

function run(clone: string, program: string, { args = [] as string[], env = {} as Record<string, string> } = {}) {
	return execa(process.execPath, [...args, join(clone, "bin", program)], {
		reject: false,
		env: { NO_COLOR: "1", ...env },
	});
}

/** Makes a Node of today say that it is another. */
const AS_NODE_18 = [
	"--import",
	"data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'18.20.4'}})",
];

test.each(["start", "stop", "status", "nightshift"])("bin/%s tells an old Node what is needed", async (program) => {
	const { exitCode, stderr } = await run(await bareClone(), program, { args: AS_NODE_18 });
	expect(exitCode).toBe(1);
	expect(stderr).toMatch(
		/^nightshift: Node 20\.19 or newer is needed, and this is v\S+: install one from \S+ and try again\.$/,
	);
});

test("where nothing is built, stop has nothing to do and builds nothing; status and nightshift say what to do", async () => {
	const clone = await bareClone();
	expect(await run(clone, "stop")).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("nothing runs") });
	expect(await run(clone, "status")).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('"npm start"') });
	expect(await run(clone, "nightshift")).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('"npm start"') });
});

test("without git it says so before it installs anything", async () => {
	const clone = await bareClone();
	const path = join(clone, "path");
	await mkdir(path);
	await symlink(process.execPath, join(path, "node"));
	const { exitCode, stderr } = await run(clone, "start", { env: { PATH: path } });
	expect({ exitCode, stderr }).toEqual({
		exitCode: 1,
		stderr: expect.stringMatching(/^nightshift: git was not found: install it/),
	});
});

test("a step that fails is one sentence that names the full log", async () => {
	const { exitCode, stderr } = await run(await bareClone(), "start");
	expect(exitCode).toBe(1);
	const [, log = ""] = /^nightshift: Installing packages.* failed: .*\(full log: (.*)\)\.$/m.exec(stderr) ?? [];
	expect(await readFile(log, "utf8")).toContain("npm");
	await rm(dirname(log), { recursive: true });
});

// Several times: whether the second meets a socket that closes or one that is gone is a matter of moments.
test.each([1, 2, 3, 4, 5])("two at once take turns, also when the first is killed in the middle (%i)", async () => {
	const clone = await bareClone();
	const events = join(clone, "events");
	const script = `
		import { appendFileSync } from "node:fs";
		import { takeTurn } from ${JSON.stringify(join(clone, "bin/prepare/turn.mjs"))};
		const giveBack = await takeTurn();
		appendFileSync(${JSON.stringify(events)}, process.argv[1] + "\\n");
		if (process.argv[1] === "first") setInterval(() => {}, 1000);
		else giveBack();
	`;
	const start = (name: string) => {
		const child = spawn(process.execPath, ["--input-type=module", "-e", script, name], {
			stdio: ["ignore", "ignore", "pipe"],
		});
		onTestFinished(() => void child.kill("SIGKILL"));
		return child;
	};
	const first = start("first");
	await fileText(events);
	const second = start("second");
	const [waiting] = await once(second.stderr.setEncoding("utf8"), "data");
	expect(waiting).toContain("waiting for it");
	expect(await readFile(events, "utf8")).toBe("first\n");
	first.kill("SIGKILL");
	expect(await once(second, "exit")).toEqual([0, null]);
	expect(await readFile(events, "utf8")).toBe("first\nsecond\n");
});
