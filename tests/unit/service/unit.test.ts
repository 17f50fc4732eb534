import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readSeal } from "../../../server/service/seal.ts";
import { barePath, quote, quoteArgument, quoteProgram } from "../../../server/service/systemd/quote.ts";
import { describeUnit } from "../../../server/service/systemd/unit.ts";
import { definition } from "./definitions.ts";

/** A variable, as systemd writes one. */
const BRACED = "$".concat("{x}");

test("the unit leaves the daemons alone, mends a crash, and does not try for ever", () => {
	const lines = describeUnit(definition()).split("\n");
	expect(lines).toEqual(
		expect.arrayContaining([
			"Type=exec",
			"KillMode=process",
			"OOMPolicy=continue",
			"Restart=on-failure",
			"RestartPreventExitStatus=78",
			"StartLimitBurst=5",
			"WorkingDirectory=/opt/nightshift",
			'Environment="NIGHTSHIFT_HOME=/home/me/.nightshift"',
			'ExecStart="/usr/bin/node" "/opt/nightshift/bin/nightshift" start --foreground',
			"WantedBy=default.target",
		]),
	);
});

test("words are quoted so that systemd reads them back as they were", () => {
	expect(quote('a b%c"d\\e')).toBe('"a b%%c\\"d\\\\e"');
	expect(quote("line\nfeed\u0001")).toBe('"line\\nfeed\\x01"');
	expect(quoteArgument(`$HOME ${BRACED}`)).toBe(`"$$HOME $${BRACED}"`);
	expect(barePath("/a b/100%")).toBe("/a b/100%%");
	expect(() => quoteProgram("/it's/node")).toThrow("without quotes");
	expect(() => barePath("/a\nb")).toThrow("without control characters");
	expect(() => barePath("/a ")).toThrow("without a space");
	expect(() => barePath("/a\\")).toThrow("backslash at the end");
});

test("what it was made from stands in it", () => {
	const made = definition({ home: "/home/me/a -- b" });
	expect(readSeal(describeUnit(made))).toEqual({ definition: made, intact: true });
});

test.skipIf(!existsSync("/usr/bin/systemd-analyze"))(
	"systemd itself finds nothing wrong with it, whatever the paths",
	async () => {
		const folder = await mkdtemp(join(tmpdir(), "nightshift-unit-"));
		onTestFinished(() => rm(folder, { recursive: true, force: true }));
		const odd = join(folder, `a b%n 'c' "d" $e ${BRACED} \\g é`);
		await mkdir(join(odd, "bin"), { recursive: true });
		// systemd wants a program without quotes and backslashes; its arguments may have them.
		const bin = join(folder, `a b%n $e ${BRACED} é`);
		await mkdir(bin);
		await symlink(process.execPath, join(bin, "node"));
		await writeFile(join(odd, "bin", "nightshift"), "#!/usr/bin/env node\n");
		await chmod(join(odd, "bin", "nightshift"), 0o755);
		const file = join(folder, "nightshift.service");
		const made = definition({ home: odd, node: join(bin, "node"), program: join(odd, "bin", "nightshift"), root: odd });
		await writeFile(file, describeUnit({ ...made, environment: { PATH: `${odd}:/bin` } }));
		const verify = () =>
			execFileSync("systemd-analyze", ["--user", "verify", "--man=no", file], {
				stdio: "pipe",
				encoding: "utf8",
				env: { ...process.env, XDG_RUNTIME_DIR: folder },
			});
		expect(verify()).toBe("");
		await rm(join(bin, "node"));
		expect(verify).toThrow("is not executable");
	},
);
