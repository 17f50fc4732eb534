import { describe, expect, test } from "vitest";
import { readIntent } from "../../../server/chat/intent.ts";
import type { Intent } from "../../../server/chat/intent-types.ts";

const PLACE = { daemons: ["code-developer", "chat-monitor", "bot"], current: "code-developer" };
const read = (text: string, place: { daemons: string[]; developers?: string[]; current: string } = PLACE) =>
	readIntent(text, { developers: [], ...place });
const told = (text: string, daemon = "code-developer", when = "checkpoint") => ({ type: "tell", daemon, text, when });
const act = (verb: string, daemon = "code-developer") => ({ type: "act", verb, daemon });
const show = (what: string, daemon = "code-developer", lines: number | null = null) => ({
	type: "show",
	what,
	daemon,
	lines,
});

describe("a slash command", () => {
	test.each([
		["/status", show("status")],
		["  /status  ", show("status")],
		["/STATUS", show("status")],
		["/status chat-monitor", show("status", "chat-monitor")],
		["/status Chat Monitor", show("status", "chat-monitor")],
		["/status `chat_monitor`", show("status", "chat-monitor")],
		["/start", act("start")],
		["/stop", act("stop")],
		["/restart", act("restart")],
		["/stop code_developer", act("stop")],
		["/restart CHAT_MONITOR", act("restart", "chat-monitor")],
		["/notifications", show("notifications")],
		["/roadmap", show("roadmap")],
		["/handover", show("handover")],
		["/help", show("help")],
		["/help me", show("help")],
		["/logs", show("logs")],
		["/logs 50", show("logs", "code-developer", 50)],
		["/logs chat-monitor 20", show("logs", "chat-monitor", 20)],
		["/logs 999999", show("logs", "code-developer", 200)],
		["/logs 0", show("logs", "code-developer", 1)],
		["/tell rest", told("rest")],
		["/tell chat-monitor rest", told("rest", "chat-monitor")],
		["/tell chat monitor: rest", told("rest", "chat-monitor")],
		["/tell --when now rest", told("rest", "code-developer", "now")],
		["/tell chat-monitor --when after-task rest", told("rest", "chat-monitor", "after-task")],
		["/tell first line\nsecond line", told("first line\nsecond line")],
		["/tell stop", told("stop")],
		["/tell botany is nice", told("botany is nice")],
	])("%s", (text, wanted) => expect(read(text)).toEqual(wanted));

	test.each([
		["/stauts", "did you mean `/status`?"],
		["/stopp", "did you mean `/stop`?"],
		["/xyzzyplugh", "`/help` lists"],
		["/stop code-develper", "did you mean `code-developer`?"],
		["/stop everything", "There is no daemon `everything`"],
		["/start now", "There is no daemon `now`"],
		["/tell", "Say what to tell it"],
		["/tell chat-monitor", "Say what to tell it"],
		["/tell --when never rest", "`--when` is one of"],
		["/handover yesterday", "takes nothing after it"],
		["/stop \u202Ecode-developer", "cannot be seen"],
		["/sto`p`", null],
	])("a wrong one is explained and does nothing: %s", (text, words) => {
		const intent = read(text);
		if (words === null) return expect(intent).toEqual({ type: "text" });
		expect(intent.type).toBe("unclear");
		expect((intent as Extract<Intent, { type: "unclear" }>).words).toContain(words);
	});

	test.each(["/usr/bin is full", "/", "//", "/1", "look at /status", "\\/stop", "`/stop`", "> /stop"])(
		"is not what only looks like one: %s",
		(text) => expect(read(text)).toEqual({ type: "text" }),
	);
});

describe("a sentence that orders", () => {
	test.each([
		["start the daemon", act("start")],
		["Start the daemon.", act("start")],
		["please start the daemon", act("start")],
		["start the daemon please", act("start")],
		["start it", act("start")],
		["start it up", act("start")],
		["start the daemon again", act("start")],
		["launch the daemon", act("start")],
		["bring it up", act("start")],
		["stop code developer", act("stop")],
		["stop code_developer", act("stop")],
		["Stop Code-Developer!", act("stop")],
		["STOP THE DAEMON", act("stop")],
		["stop the daemon now", act("stop")],
		["stop it, please", act("stop")],
		["shut it down", act("stop")],
		["shut down the daemon", act("stop")],
		['stop "chat-monitor"', act("stop", "chat-monitor")],
		["stop the chat monitor daemon", act("stop", "chat-monitor")],
		["stop bot", act("stop", "bot")],
		["restart the daemon", act("restart")],
		["restart   chat_monitor", act("restart", "chat-monitor")],
		["reboot it now please", act("restart")],
	])("%s", (text, wanted) => expect(read(text)).toEqual(wanted));
});

describe("a sentence that asks how things are", () => {
	test.each([
		["what is it doing?", show("status")],
		["what is the daemon doing", show("status")],
		["What's it doing right now?", show("status")],
		["what’s the daemon working on?", show("status")],
		["what are you doing?", show("status")],
		["what is chat monitor doing?", show("status", "chat-monitor")],
		["whats code_developer up to", show("status")],
		["is it running?", show("status")],
		["is the daemon still running?", show("status")],
		["is chat-monitor up?", show("status", "chat-monitor")],
		["are you there?", show("status")],
		["is it stuck", show("status")],
		["how is it going?", show("status")],
		["how's the daemon doing?", show("status")],
		["how far is it?", show("status")],
		["status", show("status")],
		["show me the status of bot", show("status", "bot")],
		["what is the status?", show("status")],
		["tell me what the daemon is doing", show("status")],
		["hey, what is it doing?", show("status")],
		["help", show("help")],
		["what can you do?", show("help")],
		["show me the logs", show("logs")],
		["show the logs of chat monitor", show("logs", "chat-monitor")],
		["show the roadmap", show("roadmap")],
		["what's next?", show("roadmap")],
		["any notifications?", show("notifications")],
		["what happened last night?", show("handover")],
	])("%s", (text, wanted) => expect(read(text)).toEqual(wanted));
});

describe("a sentence that tells", () => {
	test.each([
		["ask the daemon to run the tests", told("run the tests")],
		["Ask the daemon to use Vitest, not Jest.", told("use Vitest, not Jest.")],
		["tell code_developer to rest", told("rest")],
		["tell code_developer pause", told("pause")],
		["tell Code Developer that the API has changed", told("the API has changed")],
		["tell code-developer: skip US-4", told("skip US-4")],
		["tell chat monitor to look at ~/chats", told("look at ~/chats", "chat-monitor")],
		["tell it to take US-9 next", told("take US-9 next")],
		["please tell the daemon to be careful", told("be careful")],
		["tell the daemon not to touch main", told("not to touch main")],
		["ask it why the build fails", told("why the build fails")],
		["ask the daemon whether it needs help", told("whether it needs help")],
		["let the daemon know that I am away", told("I am away")],
		["tell bot to sing", told("sing", "bot")],
		["tell bot: sing", told("sing", "bot")],
		["tell the daemon to stop if the tests fail", told("stop if the tests fail")],
		["tell code_developer to do this:\n- one\n- two", told("do this:\n- one\n- two")],
	])("%s", (text, wanted) => expect(read(text)).toEqual(wanted));
});

describe("what does nothing, and says what would", () => {
	test.each([
		"stop",
		"start",
		"Restart!",
		"stop please",
		"stop it?",
		"start the daemon?",
		"restart code developer ?",
		"ask the daemon to stop",
		"tell it to stop",
		"tell code_developer to restart itself",
		"tell the daemon to shut down",
	])("%s", (text) => expect(read(text).type).toBe("unclear"));

	test("two daemons whose names read alike", () => {
		const place = { daemons: ["a-b", "a_b"], current: "a-b" };
		expect(read("stop a b", place).type).toBe("unclear");
		expect(read("/stop a b", place).type).toBe("unclear");
		expect(read("tell a b to rest", place).type).toBe("unclear");
		expect(read("stop a_b", place)).toEqual(act("stop", "a_b"));
	});
});

describe("the developer", () => {
	const daemons = ["dev", "dev-two", "watcher"];
	const said = "tell the developer to run the tests";

	test.each([
		["the conversation's own, if it is one", ["dev", "dev-two"], "dev-two", told("run the tests", "dev-two")],
		["the only one, from elsewhere", ["dev"], "watcher", told("run the tests", "dev")],
	])("is %s", (_, developers, current, wanted) => {
		expect(read(said, { daemons, developers, current })).toEqual(wanted);
		expect(read(said.replace("the developer", "developer"), { daemons, developers, current })).toEqual(wanted);
	});

	test.each([[["dev", "dev-two"]], [[]]])("is nobody when it is not certain who: %j", (developers) => {
		expect(read(said, { daemons, developers, current: "watcher" })).toMatchObject({ type: "unclear" });
		expect(read("ask the developer why it fails", { daemons, developers, current: "watcher" }).type).toBe("unclear");
		expect(read("tell the developer", { daemons, developers, current: "watcher" }).type).toBe("text");
	});

	test("is the daemon of that name, if there is one", () => {
		const place = { daemons: ["developer", "dev"], developers: ["dev"], current: "dev" };
		expect(read("tell developer to rest", place)).toEqual(told("rest", "developer"));
	});
});

describe("whom a message is for, and not what it is about", () => {
	const place = { daemons: ["docs", "my-bot", "main"], current: "main" };

	test.each([
		["/tell docs: are out of date", told("are out of date", "docs")],
		["/tell Docs : rest", told("rest", "docs")],
		["/tell docs --when now rest", told("rest", "docs", "now")],
		["/tell Docs are out of date", told("Docs are out of date", "main")],
		["/tell my bot is slow", told("my bot is slow", "main")],
		["/tell my bot, yours and hers are slow", told("my bot, yours and hers are slow", "main")],
		["/tell my bot: rest", told("rest", "my-bot")],
		["/tell my-bot rest", told("rest", "my-bot")],
		["/tell my_bot rest", told("rest", "my-bot")],
		["/tell main rest", told("rest", "main")],
		["tell my bot to rest", told("rest", "my-bot")],
		["tell my bot: rest", told("rest", "my-bot")],
		["tell my bot that it is slow", told("it is slow", "my-bot")],
		["tell my bot not to rest", told("not to rest", "my-bot")],
		["let my bot know that it is slow", told("it is slow", "my-bot")],
		["tell my-bot rest", told("rest", "my-bot")],
		["tell docs to rest", told("rest", "docs")],
		["tell docs: rest", told("rest", "docs")],
	])("%s", (text, wanted) => expect(read(text, place)).toEqual(wanted));

	test.each([
		"/tell docs are out of date",
		"/tell docs, examples and tests are out of date",
		"/tell --when now docs rest",
	])("asks when it may be both: %s", (text) => {
		const intent = read(text, place);
		expect(intent.type).toBe("unclear");
		expect((intent as Extract<Intent, { type: "unclear" }>).words).toContain("`/tell docs: …`");
	});

	test.each([
		"tell my bot is slow",
		"tell my bot, it is slow",
		"ask my bot why it is slow",
		"tell docs are out of date",
	])("is nobody's: %s", (text) => expect(read(text, place)).toEqual({ type: "text" }));
});

describe("a sentence that only contains such words is nobody's command", () => {
	test.each([
		"why did you stop?",
		"why did it stop",
		"don't start it",
		"don’t stop the daemon",
		"do not start the daemon",
		"never stop the daemon",
		"please don't restart it",
		"should I restart the daemon?",
		"shall I stop it?",
		"should I stop code-developer",
		"can you stop the daemon?",
		"could you restart it",
		"would you stop the daemon, please",
		"can I stop it now?",
		"may I restart the daemon",
		"disapprove",
		"approve",
		"yes",
		"no",
		"unstoppable",
		"restarting the daemon helped",
		"the daemon restarted",
		"I stopped the daemon",
		"stopping it was wrong",
		"start the daemon tomorrow",
		"start the daemon at 9",
		"stop the daemon when the tests pass",
		"stop the daemon if it fails",
		"stop the daemon and start the bot",
		"stop the daemon. Then start it.",
		"stop the daemon? no",
		"stop the daemon, or not",
		"stop the daemon from writing so much",
		"stop it from happening again",
		"stop that",
		"stop working",
		"stop doing that",
		"start working on US-9",
		"start with the tests",
		"start the tests",
		"restart the server",
		"restart postgres",
		"stop everything",
		"stop all daemons",
		"it says: stop the daemon",
		'"stop the daemon"',
		"'stop the daemon'",
		"`stop the daemon`",
		"> stop the daemon",
		"- stop the daemon",
		"# stop the daemon",
		"stop\nthe daemon",
		"stop the daemon\nplease",
		"stop the d\u200Bemon",
		"st\u00ADop the daemon\u202E",
		"how do I stop the daemon?",
		"how can I restart it",
		"what happens if I stop the daemon?",
		"what does stop do",
		"what is a daemon?",
		"what is it?",
		"what is the daemon doing wrong?",
		"what is it doing in src/main.ts?",
		"what was it doing?",
		"what will it do next week",
		"is it running the tests?",
		"is it safe to stop the daemon?",
		"is it a bug?",
		"is the build running?",
		"is it ok to merge",
		"are you sure?",
		"are you going to stop?",
		"how is the API going to look",
		"how is it possible",
		"status quo",
		"the status is wrong",
		"change the status of US-9 to done",
		"help me with the tests",
		"can you help?",
		"tell me about the daemon",
		"tell me a story",
		"tell the truth",
		"tell the daemon story to me",
		"tell the daemon",
		"ask the daemon",
		"ask me",
		"ask the team to stop the daemon",
		"tell it like it is",
		"tell bot stories",
		"tell everyone to rest",
		"don't tell the daemon to stop",
		"did you tell the daemon to stop?",
		"should I tell code-developer to pause?",
		"I told the daemon to stop",
		"what should I tell the daemon to do",
		"never tell it to stop",
		"ask again",
		"let it go",
		"let it be",
		"let the daemon run",
		"remind me",
		"the logs show nothing",
		"show me the code",
		"next",
		"what is next.js?",
		"",
		"   ",
	])("%s", (text) => expect(read(text)).toEqual({ type: "text" }));
});

describe("names", () => {
	test("that mean something in a regular expression are taken as they are", () => {
		const place = { daemons: ["a.b", "x--y"], current: "a.b" };
		expect(read("stop a.b", place)).toEqual(act("stop", "a.b"));
		expect(read("stop axb", place)).toEqual({ type: "text" });
		expect(read("stop x--y", place)).toEqual(act("stop", "x--y"));
	});

	test("one that begins like another is told from it", () => {
		const place = { daemons: ["dev", "dev-two"], current: "dev" };
		expect(read("tell dev-two to rest", place)).toEqual(told("rest", "dev-two"));
		expect(read("/tell dev-two rest", place)).toEqual(told("rest", "dev-two"));
		expect(read("stop dev", place)).toEqual(act("stop", "dev"));
		expect(read("/tell developers need rest", place)).toEqual(told("developers need rest", "dev"));
	});

	test("no daemon at all", () => {
		const place = { daemons: [], current: "gone" };
		expect(read("stop code-developer", place)).toEqual({ type: "text" });
		expect(read("/stop code-developer", place).type).toBe("unclear");
	});
});

test("a message as long as one may be is read at once", () => {
	for (const text of [
		"stop ".repeat(20_000),
		`/${"a".repeat(99_999)}`,
		`/logs ${"1 ".repeat(49_000)}`,
		`/tell ${" ".repeat(90_000)}x`,
		`/logs a${" ".repeat(90_000)}b`,
		`/logs a${" ".repeat(90_000)}1`,
		`/logs ${"1 a ".repeat(20_000)}`,
		`/status ${"-_. ".repeat(20_000)}a`,
		`/tell --when${" ".repeat(90_000)}x`,
		`/tell code${" ".repeat(90_000)}x`,
		`tell${" ".repeat(90_000)}code${" ".repeat(5_000)}x`,
		`tell code-developer${" ".repeat(50_000)}please${" ".repeat(40_000)}x`,
		`tell it to stop${" now".repeat(20_000)} x`,
		`let it know${" ".repeat(90_000)}`,
		`tell code_developer ${"to ".repeat(33_000)}`,
		`tell it${" ".repeat(99_000)}`,
		`please${" ".repeat(99_000)}stop`,
	]) {
		const from = performance.now();
		read(text);
		// One that goes back and forth over it takes minutes.
		expect(performance.now() - from).toBeLessThan(2_000);
	}
});
