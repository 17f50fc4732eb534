import { expect, test } from "vitest";
import type { ChatMessage } from "../../../server/contract/chat.ts";
import { program } from "../../support/daemon-config.ts";
import { cliFor } from "./run-cli.ts";

test("chat prints what follows a message, and says with its status whether it was done", async () => {
	const cli = await cliFor({ worker: { command: [process.execPath, program("sleeper.mjs")], autostart: false } });
	expect(await cli.run("chat", "worker", "/status")).toMatchObject({
		status: 1,
		stderr: expect.stringContaining("dashboard does not run"),
	});
	await cli.run("start");
	const status = await cli.run("chat", "worker", "what is it doing?");
	expect(status).toMatchObject({ status: 0, stdout: expect.stringContaining("does not run"), stderr: "" });
	const wrong = await cli.run("chat", "worker", "/stauts");
	expect(wrong).toMatchObject({ status: 1, stdout: "", stderr: expect.stringContaining("/status") });
	expect(await cli.run("chat", "nobody", "/status")).toMatchObject({ status: 1 });
	const help = await cli.json<ChatMessage>("chat", "worker", "/help");
	expect(help).toMatchObject({ from: "nightshift", state: "complete" });
});
