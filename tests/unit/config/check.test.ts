import { describe, expect, test } from "vitest";
import { checkConfig } from "../../../server/config/check.ts";

const lines = (...text: string[]) => text.join("\n");
const daemon = (body: string) => `{"daemons":{"bot":{"command":["bot"],${body}}}}`;
const monitor = (record: string) => `{"program":"chat-monitor","record":{${record}}}`;

function mistakeOf(text: string) {
	const checked = checkConfig(text);
	return "mistake" in checked ? checked.mistake : null;
}

describe("a good configuration", () => {
	test("is taken with comments, trailing commas, a byte order mark and CRLF", () => {
		const text = '\uFEFF// mine\r\n{ "daemons": {\r\n /* one */ "bot": {"command": ["bot"],},\r\n}, }\r\n';
		expect(checkConfig(text)).toMatchObject({ names: ["bot"], file: { daemons: { bot: { command: ["bot"] } } } });
	});

	test("keeps the daemons in the order they are written, also names like numbers", () => {
		const text = '{"daemons":{"zed":{"command":["z"]},"2":{"command":["b"]},"1":{"command":["a"]}}}';
		expect(checkConfig(text)).toMatchObject({ names: ["zed", "2", "1"] });
	});

	test("turns durations into milliseconds and sizes into bytes", () => {
		const checked = checkConfig(
			daemon('"stop":{"timeout":"1.5s"},"live":{"heartbeat":"2m"},"limits":{"memory":"1GiB"}'),
		);
		expect(checked).toMatchObject({
			file: {
				daemons: { bot: { stop: { timeout: 1500 }, live: { heartbeat: 120_000 }, limits: { memory: 2 ** 30 } } },
			},
		});
	});

	test("may say null for what is not wanted", () => {
		expect(mistakeOf(daemon('"live":{"http":null,"exec":null,"heartbeat":null},"limits":{"memory":null}'))).toBeNull();
	});

	test("may look after a program over HTTP, TCP, by another program or by its log", () => {
		const checked = checkConfig(
			daemon(
				'"ready":{"tcp":"8080","log":"listening on","exec":["true"]},"live":{"http":"http://127.0.0.1:8080/","failures":2}',
			),
		);
		expect(checked).toMatchObject({
			file: { daemons: { bot: { ready: { tcp: { host: "127.0.0.1", port: 8080 } }, live: { failures: 2 } } } },
		});
	});

	test("keeps logs longer than a timer could wait", () => {
		expect(checkConfig(daemon('"logs":{"keepFor":"365d"}'))).toMatchObject({
			file: { daemons: { bot: { logs: { keepFor: 365 * 86_400_000 } } } },
		});
	});

	test("of the documentation is a good one", () => {
		const text = `{"daemons":{"chat-monitor":{"program":"chat-monitor","autostart":true},"bot":{"command":["bot"]}}}`;
		expect(checkConfig(text)).toMatchObject({ names: ["chat-monitor", "bot"] });
	});

	test("may be next to nothing", () => {
		expect(checkConfig("{}")).toMatchObject({ names: [] });
	});
});

describe("a mistake names the key, the line and the mend", () => {
	test.each([
		["an empty file", "", 1, null, /is empty: write \{\}/],
		["white space alone", "\r\n\t ", 1, null, /is empty/],
		["comments alone", "// nothing\n", 1, null, /nothing but comments/],
		["a missing comma", lines("{", ' "dashboard": {}', ' "daemons": {}', "}"), 3, null, /lacks a comma/],
		["a missing brace", lines("{", ' "dashboard": {'), 2, null, /ends before its closing brace/],
		["single quotes", "{\n'dashboard': {}}", 2, null, /double quotes/],
		["a list", "[]", 1, "", /group of settings in braces/],
		["a key twice", lines("{", '"dashboard":{"port":1,', '"port":2}}'), 3, "port", /twice/],
	])("%s", (_what, text, line, key, message) => {
		expect(mistakeOf(text)).toEqual({ line, key, message: expect.stringMatching(message) });
	});

	test.each([
		["a misspelt setting", '"autostrat":true', "daemons.bot.autostrat", 'did you mean "autostart"?'],
		["a deep misspelt setting", '"restart":{"backof":{}}', "daemons.bot.restart.backof", 'did you mean "backoff"?'],
		["an unrelated setting", '"colour":1', "daemons.bot.colour", "is not a setting here (these are: program,"],
		["a duration as a number", '"stop":{"timeout":10}', "daemons.bot.stop.timeout", "must be a text in double quotes"],
		["a duration without unit", '"stop":{"timeout":"10"}', "daemons.bot.stop.timeout", "must be a duration such as"],
		["a duration of nothing", '"stop":{"timeout":"0s"}', "daemons.bot.stop.timeout", "more than nothing"],
		["a duration too long for a timer", '"stop":{"timeout":"90d"}', "daemons.bot.stop.timeout", 'at most "24d"'],
		["a size that is none", '"limits":{"memory":"lots"}', "daemons.bot.limits.memory", "must be a size such as"],
		["a wrong choice", '"restart":{"on":"sometimes"}', "daemons.bot.restart.on", 'one of "failure", "always", "never"'],
		["a number out of range", '"restart":{"backoff":{"jitter":2}}', "daemons.bot.restart.backoff.jitter", "at most 1"],
		["an environment that is no text", '"env":{"A":1}', "daemons.bot.env.A", "must be a text"],
		["an address of no web server", '"live":{"http":"ftp://x"}', "daemons.bot.live.http", "must be an address such as"],
		["a port that is none", '"ready":{"tcp":"127.0.0.1:99999"}', "daemons.bot.ready.tcp", "port from 1 to 65535"],
		["a time that never comes", '"restart":{"schedule":"0 0 31 2 *"}', "daemons.bot.restart.schedule", "comes again"],
		["a time that is none", '"restart":{"schedule":"at four"}', "daemons.bot.restart.schedule", "cron's form"],
		["a predecessor that is not there", '"after":["db"]', "daemons.bot.after.0", 'names "db", which is not among'],
		["a daemon after itself", '"after":["bot"]', "daemons.bot.after", "in a circle: bot → bot"],
		["a workspace for a command", '"workspace":"/w"', "daemons.bot.workspace", "only for"],
		["a program and a command", '"program":"code-developer"', "daemons.bot.command", "cannot go together"],
	])("%s", (_what, body, key, message) => {
		expect(mistakeOf(daemon(body))).toEqual({ line: 1, key, message: expect.stringContaining(message) });
	});

	test.each([
		["an unknown program", '{"program":"x"}', "daemons.bot.program", 'must be one of "code-developer", "chat-monitor"'],
		[
			"a monitor with a workspace",
			'{"program":"chat-monitor","workspace":"/w"}',
			"daemons.bot.workspace",
			"is only for",
		],
		[
			"a record for a command",
			'{"command":["x"],"record":{}}',
			"daemons.bot.record",
			'only for "program": "chat-monitor"',
		],
		["a source that is none", monitor('"sources":["cursor"]'), "daemons.bot.record.sources.0", 'must be "claude", "ge'],
		["no source", monitor('"sources":[]'), "daemons.bot.record.sources", "at least one"],
		[
			"a source twice",
			monitor('"sources":["claude",{"name":"claude","format":"log","root":"x"}]'),
			"daemons.bot.record.sources.1",
			"has the name of another source",
		],
		[
			"a pattern that leads out of its root",
			monitor('"sources":[{"name":"a","format":"log","root":"x","patterns":["../*"]}]'),
			"daemons.bot.record.sources.0.patterns.0",
			"paths within the root",
		],
		["a regular expression that is none", monitor('"redact":["a("]'), "daemons.bot.record.redact.0", "RE2"],
		["one that could take for ever", monitor('"redact":["(a)\\\\1"]'), "daemons.bot.record.redact.0", "backreferences"],
		["one that finds nothing everywhere", monitor('"redact":["x*"]'), "daemons.bot.record.redact.0", "an empty text"],
		["an hour that is none", monitor('"consolidateAt":"25:00"'), "daemons.bot.record.consolidateAt", "time of day"],
		[
			"a key in the file itself",
			monitor('"summaries":{"provider":"openai","model":"m","key":"k"}'),
			"daemons.bot.record.summaries.key",
			"the key itself does not belong",
		],
		["a developer without workspace", '{"program":"code-developer"}', "daemons.bot", 'needs a "workspace"'],
		["a daemon without program", "{}", "daemons.bot", 'needs a "command"'],
		["a command of nothing", '{"command":[]}', "daemons.bot.command", "must name the program"],
		["a command line", '{"command":"bot -v"}', "daemons.bot.command", "must be a list"],
	])("%s", (_what, body, key, message) => {
		expect(mistakeOf(`{"daemons":{"bot":${body}}}`)).toMatchObject({ key, message: expect.stringContaining(message) });
	});

	test("names that no folder can have", () => {
		expect(mistakeOf('{"daemons":{"../up":{"command":["x"]}}}')?.message).toMatch(/letters, digits/);
		expect(mistakeOf('{"daemons":{"__proto__":{"command":["x"]}}}')?.message).toBe("cannot be a name here");
		expect(mistakeOf('{"daemons":{"Bot":{"command":["x"]},\n"bot":{"command":["x"]}}}')).toMatchObject({ line: 2 });
	});

	test("an address that others could reach", () => {
		expect(mistakeOf('{"dashboard":{"host":"0.0.0.0"}}')).toMatchObject({ key: "dashboard.host" });
	});

	test("an order of starting that leads round in a circle", () => {
		const follows = (name: string, other: string) => `"${name}":{"command":["x"],"after":["${other}"]}`;
		const text = lines("{", '"daemons":{', `${follows("a", "b")},`, `${follows("b", "c")},`, `${follows("c", "b")}}}`);
		expect(mistakeOf(text)).toEqual({
			line: 4,
			key: "daemons.b.after",
			message: "leads round in a circle: b → c → b",
		});
	});

	test("several: the first one in the file", () => {
		const text = lines("{", '"daemons":{"bot":{"command":["x"],', '"cwdd":"/"}},', '"dashboard":{"port":-1}}');
		expect(mistakeOf(text)).toMatchObject({ line: 3, key: "daemons.bot.cwdd" });
	});
});
