import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { FORMATS, formatOf } from "../../../server/transcripts/formats.ts";
import { unpackTranscripts } from "../../support/transcripts.ts";
import { readWhole } from "./read-whole.ts";

const corpus = unpackTranscripts();
afterAll(() => corpus.remove());

describe.each(corpus.files)("$tool $scenario ($file)", ({ tool, path, expected }) => {
	const bytes = readFileSync(path);
	const { conversation, sidechain, events } = readWhole(FORMATS[tool], path, bytes);
	const said = (role: string) => conversation.turns.filter((turn) => turn.role === role).map(({ text }) => text);
	const typed = conversation.turns.filter(({ role }) => role === "user");

	it("says what was typed, answered and done", () => {
		expect(said("user")).toEqual(expected.userMessages);
		expect(said("assistant")).toEqual(expected.assistantMessages);
		const tools = conversation.turns.flatMap(({ tool }) => tool ?? []);
		expect(tools.map(({ name, ok }) => ({ name, ok }))).toEqual(expected.toolCalls);
		for (const { input, output } of tools) {
			expect(input).toBeTypeOf("object");
			expect(output).toBeTypeOf("string");
		}
	});

	it("knows what asks for a backup", () => {
		expect(typed.filter(({ trigger }) => trigger)).toHaveLength(expected.triggers);
		expect(typed.filter(({ trigger }) => trigger === "whole")).toHaveLength(expected.triggersWholeMessage);
	});

	it("knows the conversation, its times, its models and its cost", () => {
		expect(conversation.sessionId).toBe(expected.sessionId);
		expect(conversation.cwd).toBe(expected.cwd);
		expect(conversation.startedAt).toBe(expected.firstTimestamp);
		expect(conversation.endedAt).toBe(expected.lastTimestamp);
		if (expected.firstTurnTimestamp !== undefined) expect(conversation.firstTurnAt).toBe(expected.firstTurnTimestamp);
		if (expected.lastTurnTimestamp !== undefined) expect(conversation.lastTurnAt).toBe(expected.lastTurnTimestamp);
		if (expected.models) expect(conversation.models).toEqual(expected.models);
		if (expected.usage) expect(conversation.usage).toEqual(expected.usage);
		expect(conversation.malformedLines).toBe(expected.malformedLines);
		expect(conversation.unknownLines).toEqual({});
	});

	it("keeps apart what subagents and the program itself did", () => {
		const side = (role: string) => sidechain.filter((turn) => turn.role === role);
		expect(side("assistant").map(({ text }) => text)).toEqual(expected.sidechainAssistantMessages ?? []);
		expect(side("tool").map(({ tool }) => tool?.name)).toEqual(expected.sidechainToolCalls ?? []);
		const happened = events.map(({ text }) => text);
		const shell = happened.filter((text) => text.startsWith("!")).map((text) => text.slice(1));
		expect(shell).toEqual(expected.shellEscapes ?? []);
		if (expected.slashCommands && tool === "claude")
			expect(happened).toEqual(expect.arrayContaining(expected.slashCommands));
	});

	it("is known by its first line, and by its place", () => {
		const first = bytes.toString("utf8").split("\n", 1)[0] ?? "";
		expect(formatOf("/elsewhere/file", first)?.name).toBe(tool);
		if (!path.includes("derived")) expect(formatOf(path, "damaged")?.name).toBe(tool);
	});
});
