import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { onTestFinished } from "vitest";

const VARIABLE = "NIGHTSHIFT_TEST_MARK";

/** A mark that everything started with this environment carries; whatever carries it is ended when the test is over. */
export function tokenFor(): { token: string; env: Record<string, string> } {
	const token = randomUUID();
	onTestFinished(() => {
		for (const { pid } of livingCarriers(token)) process.kill(pid, "SIGKILL");
	});
	return { token, env: { [VARIABLE]: token } };
}

/** Living processes whose environment holds the mark. */
export function livingCarriers(token: string): { pid: number; command: string }[] {
	return readdirSync("/proc").flatMap((entry) => {
		if (!/^\d+$/.test(entry)) return [];
		try {
			const environment = readFileSync(`/proc/${entry}/environ`, "utf8");
			if (!environment.split("\0").includes(`${VARIABLE}=${token}`)) return [];
			const command = readFileSync(`/proc/${entry}/cmdline`, "utf8").replaceAll("\0", " ").trim();
			return [{ pid: Number(entry), command }];
		} catch {
			return []; // it ended meanwhile
		}
	});
}
