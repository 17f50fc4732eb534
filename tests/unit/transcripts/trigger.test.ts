import { afterAll, describe, expect, it } from "vitest";
import { triggerOf } from "../../../server/transcripts/trigger.ts";
import { unpackTranscripts } from "../../support/transcripts.ts";

const corpus = unpackTranscripts();
afterAll(() => corpus.remove());

describe("a message that is nothing but the word", () => {
	it.each([
		"bchat",
		"BCHAT",
		"Bchat",
		" bchat\n",
		"bchat.",
		"bchat!",
		"bchat ?!",
		"bchat…",
		"bchat。",
		"backup chat",
		"Backup Chat.",
		"BACKUP\tCHAT",
		"backup  chat",
		"backup\u00A0chat",
		"\u202Bbchat\u202C",
		"\uFEFFbchat",
	])("asks for a backup: %j", (text) => expect(triggerOf(text)).toBe("whole"));
});

describe("the word on its own among others", () => {
	it.each([
		"ok thanks, please bchat now",
		"Backup chat, please.",
		"bchat, then stop",
		"(bchat)",
		"please (backup chat) now",
		'"bchat"',
		"“bchat”",
		"'bchat' please",
		"«backup chat»",
		"`bchat`",
		"**bchat**",
		"Done? bchat",
		"done...bchat",
		"Line one\nbchat\nline three",
		"- bchat",
		"1. bchat",
		"> bchat",
		"bchat: all of it",
		"bchat; then go on",
		"bchat - now",
		"bchat—now",
		"bchat–now",
		"bchat👍",
		"👍bchat",
		"请，bchat。谢谢",
		"¿bchat?",
		"bchat... now",
		"bchat!!!\nThanks",
		"see src/a.ts, then bchat",
		"https://example.org bchat",
		"run `ls` and bchat",
		"`a` bchat `b`",
		"```\ncode\n```\nbchat",
		"no backup chats, but backup chat",
	])("asks for a backup: %j", (text) => expect(triggerOf(text)).toBe("word"));
});

describe("the word as a part of something else", () => {
	it.each([
		"",
		"hello",
		"backup",
		"chat",
		"backup my chat",
		"backup\nchat",
		"backup-chat",
		"backupchat",
		"backup_chat",
		"backup chats",
		"backup chatbots",
		"webbackup chat",
		"my.backup chat",
		"backup chat.json",
		"webchat",
		"webbchat",
		"mybchatbot",
		"bchats",
		"BCHATTER",
		"bchat2",
		"2bchat",
		"bchat_export",
		"_bchat",
		"__bchat__",
		"bchat-now",
		"re-bchat",
		"non\u2011bchat",
		"--bchat",
		"-bchat",
		"bchat.log",
		"bchat.ts is broken",
		".bchat",
		"bchat.2",
		"./bchat",
		"../bchat",
		"/bchat",
		"bchat/",
		"src/bchat",
		"src/bchat/index.ts",
		"/home/dev/shop/src/bchat/index.ts",
		"C:\\bchat",
		"C:\\bchat\\a",
		"~bchat",
		"~/backup chat",
		"/home/me/backup chat/x",
		"regex \\bchat",
		"https://example.org/bchat/docs?x=1",
		"https://example.org/?bchat",
		"https://example.org/?q=bchat",
		"https://bchat",
		"http://bchat:8080",
		"www.example.org?bchat",
		"bchat://open",
		"bchat@example.org",
		"me@bchat",
		"@bchat",
		"#bchat",
		"$bchat",
		"%bchat%",
		"&bchat",
		"x=bchat",
		"bchat=1",
		"bchat==1",
		"bchat()",
		"bchat(1)",
		"bchat::run",
		"ns:bchat",
		"bchat:8080",
		'{"bchat":1}',
		'{"bchat": "x"}',
		"<bchat>",
		"</bchat>",
		"->bchat",
		"bchat's",
		"bchat’s",
		"o'bchat",
		"übbchat",
		"bchatü",
		"bchat\u0301",
		"bchat中",
		"中bchat",
		"жbchat",
		"bchat\u200Dx",
		"bchat٣",
		"run `bchat` for me",
		"the function ``bchat`` is broken",
		"```\nbchat\n```",
		"```sh\nbackup chat\n```\nthanks",
		"~~~\nbchat\n~~~",
		"```\nbchat",
		"it says `x bchat y` here",
	])("asks for nothing: %j", (text) => expect(triggerOf(text)).toBeNull());
});

it("takes what was typed in the corpus as the corpus does", () => {
	for (const { file, expected } of corpus.files) {
		const triggers = expected.userMessages.map(triggerOf).filter((trigger) => trigger !== null);
		expect(triggers, file).toHaveLength(expected.triggers);
		expect(
			triggers.filter((trigger) => trigger === "whole"),
			file,
		).toHaveLength(expected.triggersWholeMessage);
	}
});

it("is quick about texts that are made to take long", () => {
	const long = [
		"bchat/".repeat(50_000),
		`${'"'.repeat(300_000)}bchat`,
		`${"`".repeat(100_000)} bchat`,
		`backup${" ".repeat(300_000)}x`,
		"backup ".repeat(50_000),
		"```\n".repeat(50_000),
		`bchat${"x.".repeat(150_000)}`,
		` ${" ".repeat(300_000)}\`\`\`bchat`,
		"bchat`".repeat(20_000),
		"` bchat `` ".repeat(2_000_000),
	];
	const begin = performance.now();
	for (const text of long) triggerOf(text);
	expect(performance.now() - begin).toBeLessThan(3_000);
});

it("finds the word before and after a paste that is longer than anybody reads", () => {
	const paste = "lorem ipsum\n".repeat(100_000);
	expect(triggerOf(`bchat: ${paste}`)).toBe("word");
	expect(triggerOf(`${paste}and now bchat`)).toBe("word");
	expect(triggerOf(`${paste}see /bchat/ and ${paste}`)).toBeNull();
	expect(triggerOf(`\`\`\`\n${paste}bchat\n\`\`\`\n`)).toBeNull();
});
