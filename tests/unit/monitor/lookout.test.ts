import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Lookout } from "../../../server/daemons/chat-monitor/lookout.ts";

test("what the monitor writes is no transcript, whichever way it is come to: its backups repeat the words that ask for one", async () => {
	const home = mkdtempSync(join(tmpdir(), "lookout-"));
	onTestFinished(() => rmSync(home, { recursive: true }));
	const own = join(home, "chats");
	for (const folder of ["chats", "talks"]) {
		mkdirSync(join(home, folder));
		writeFileSync(join(home, folder, "day.md"), "User: bchat\n");
	}
	symlinkSync(own, join(home, "talks", "elsewhere"));
	const found: string[] = [];
	const lookAt = async (root: string) => {
		const lookout = new Lookout({
			sources: [{ name: "notes", format: "log", root, patterns: ["**/*.md"] }],
			own,
			poll: true,
			isFollowed: () => false,
			onFile: (path) => found.push(relative(home, path)),
			onWatchError: (error) => expect.unreachable(String(error)),
		});
		await lookout.lookAround();
		await lookout.close();
	};
	await lookAt(home);
	await lookAt(own);
	expect(found).toEqual([join("talks", "day.md")]);
});
