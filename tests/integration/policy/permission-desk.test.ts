import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { PermissionOption, PermissionRequest } from "../../../server/agents/types.ts";
import type { PermissionPatterns } from "../../../server/config/types.ts";
import type { Question } from "../../../server/contract/question.ts";
import type { Asker, Reply } from "../../../server/daemons/code-developer/asker.ts";
import { type KeyedQuestion, putFresh } from "../../../server/daemons/code-developer/fresh-question.ts";
import { PermissionDesk } from "../../../server/daemons/code-developer/permission.ts";
import type { Shop } from "../../../server/daemons/code-developer/shop.ts";
import { type Database, openDatabase } from "../../../server/db/open.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { listActivity } from "../../../server/inbox/list-activity.ts";
import { listQuestions } from "../../../server/inbox/list-questions.ts";
import { takeAnswer } from "../../../server/inbox/take-answer.ts";
import { waitForAnswer } from "../../../server/inbox/wait-for-answer.ts";
import { Policy } from "../../../server/policy/policy.ts";
import { changeRule, listRules, revokeRule } from "../../../server/policy/rules.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

const DAEMON = "code-developer";
const NOTHING = { commands: [], lines: [] };
const OPTIONS: PermissionOption[] = [
	{ optionId: "ok", name: "Yes", kind: "allow_once" },
	{ optionId: "ok-forever", name: "Always", kind: "allow_always" },
	{ optionId: "never", name: "Never", kind: "reject_always" },
	{ optionId: "nope", name: "No", kind: "reject_once" },
];
const DEFAULT: PermissionPatterns = { allow: ["read", "search", "think", "edit"], ask: [], deny: [] };
const NEVER = new AbortController().signal;

interface Bench {
	db: Database;
	worktree: string;
	/** A desk as it is when an agent was just started. */
	desk(patterns?: Partial<PermissionPatterns>, facts?: { item?: string; agent?: string; run?: number }): PermissionDesk;
	request(more?: Partial<PermissionRequest>): PermissionRequest;
	/** Answers the one question that is open. */
	answer(option: string, comment?: string): Promise<Question>;
	questions(): Promise<Question[]>;
	/** How often a turn was to be ended. */
	silences: number;
}

async function bench(): Promise<Bench> {
	const paths = await tempHome();
	const worktree = join(paths.home, "worktree");
	await mkdir(join(worktree, "src"), { recursive: true });
	const db = await openDatabase(paths.database);
	onTestFinished(() => db.close());
	const shop = { name: DAEMON, db, persist: (operation) => operation() } as Pick<
		Shop,
		"name" | "db" | "persist"
	> as Shop;
	// As the developer's own asker does it, without what it tells of it.
	const asker = {
		async ask(question: KeyedQuestion, signal: AbortSignal): Promise<Reply> {
			const { ticket } = await putFresh(shop, question);
			await waitForAnswer(db, ticket, { signal });
			const taken = await takeAnswer(db, ticket);
			if (taken?.status !== "answered") return { option: null, why: `${ticket} was withdrawn`, ticket };
			return { option: String(taken.answer), comment: taken.comment, ticket };
		},
	} as Asker;
	const self: Bench = {
		db,
		worktree,
		silences: 0,
		desk(patterns = {}, { item = "US-1", agent = "claude", run = 1 } = {}) {
			const facts = { daemon: DAEMON, run, item: { id: item, title: "It" }, branch: "b", folder: worktree };
			const policy = new Policy({
				db,
				persist: (operation) => operation(),
				daemon: DAEMON,
				agentName: () => agent,
				patterns: { ...DEFAULT, ...patterns },
				worktree,
			});
			return new PermissionDesk(asker, facts, () => self.silences++, policy);
		},
		request: (more = {}) => ({
			key: "k-1",
			title: "npm test",
			kind: "execute",
			command: "npm test",
			detail: "",
			options: OPTIONS,
			paths: [],
			within: NOTHING,
			changes: [],
			sessionFolder: worktree,
			...more,
		}),
		async answer(option, comment) {
			const open = await eventually(async () => (await listQuestions(db, { status: "pending" })).questions[0]);
			return answerQuestion(db, open.ticket, { answer: option, ...(comment && { comment }) });
		},
		questions: async () => (await listQuestions(db)).questions,
	};
	return self;
}

test("an edit in the worktree is allowed this once, by the option's kind, and makes no noise", async () => {
	const { desk, request, worktree, questions, db } = await bench();
	const edit = { title: "Edit a.ts", kind: "edit", command: null, paths: [join(worktree, "src/a.ts")] };
	const options = [...OPTIONS].reverse();
	expect(await desk().permit(request({ ...edit, options }), NEVER)).toEqual({ optionId: "ok" });
	expect(await questions()).toEqual([]);
	expect(await listActivity(db, { limit: 10 })).toEqual([]);
});

test("what config.json forbids is refused this once, with the pattern, to the agent and to the turn", async () => {
	const { desk, request, questions } = await bench();
	const careful = desk({ deny: ["execute:npm *"] });
	const why = "config.json forbids `execute:npm *`.";
	expect(await careful.permit(request(), NEVER)).toEqual({ optionId: "nope", comment: why });
	expect(careful.lastRefusal()).toEqual({ title: "npm test", reason: `“npm test” was refused: ${why}`, said: true });
	expect(careful.wasRefused("npm test")).toBe(true);
	expect(await questions()).toEqual([]);
});

test("without an option of the kind that is needed, the person is asked and told why", async () => {
	const { desk, request, answer } = await bench();
	const forEver = OPTIONS.filter(({ kind }) => kind.endsWith("always"));
	const allowing = desk({ allow: ["execute"] }).permit(request({ options: forEver }), NEVER);
	const asked = await answer("ok-forever");
	expect(asked.options.map(({ id }) => id)).toEqual(["ok-forever", "never"]);
	expect(await allowing).toMatchObject({ optionId: "ok-forever" });
	const refusing = desk({ deny: ["execute"] }).permit(request({ options: forEver, key: "k-2" }), NEVER);
	expect((await answer("never")).body).toContain("config.json forbids `execute`. But the agent offers no answer");
	expect(await refusing).toMatchObject({ optionId: "never" });
});

test("the question offers rules that mean exactly this, after the agent's own answers, and recommends none", async () => {
	const { desk, request, answer } = await bench();
	const permitted = desk().permit(request(), NEVER);
	const { options } = await answer("ok");
	expect(options).toEqual([
		{ id: "ok", label: "Yes" },
		{ id: "ok-forever", label: "Always", description: "The agent itself will not ask again for this." },
		{ id: "never", label: "Never", description: "The agent itself will refuse this from now on." },
		{ id: "nope", label: "No" },
		{
			id: "nightshift:rule:allow-item",
			label: "Allow `npm test` for this item",
			description: expect.stringMatching(/^Makes the rule execute:npm test for claude\. It ends after 30 days/),
		},
		{ id: "nightshift:rule:allow-week", label: "Allow `npm test` for 7 days", description: expect.any(String) },
		{ id: "nightshift:rule:refuse-item", label: "Refuse `npm test` for this item", description: expect.any(String) },
	]);
	expect(await permitted).toEqual({ optionId: "ok", comment: null });
});

test("no rule is offered where it would not be exact, not be safe, or decide nothing", async () => {
	const { desk, request, answer, worktree } = await bench();
	const ours = async (more: Partial<PermissionRequest>, patterns: Partial<PermissionPatterns> = {}) => {
		const permitted = desk(patterns).permit(request(more), NEVER);
		const { options } = await answer("nope");
		await permitted;
		return options.filter(({ id }) => id.startsWith("nightshift:")).map(({ id }) => id.split(":").at(-1));
	};
	const edit = { kind: "edit", command: null, title: "Edit" };
	expect(await ours({ ...edit, paths: ["/etc/hosts"], key: "1" })).toEqual([]);
	expect(await ours({ ...edit, key: "2" })).toEqual([]);
	expect(await ours({ ...edit, paths: [join(worktree, ".git/config")], key: "3" })).toEqual([]);
	expect(await ours({ command: "npm test $(cat x)", key: "4" })).toEqual([]);
	expect(await ours({ command: "npm test\nnpm ci", key: "5" })).toEqual([]);
	expect(await ours({ command: `npm test ${"x".repeat(400)}`, key: "6" })).toEqual([]);
	expect(await ours({ command: "npm test \u200b", key: "7" })).toEqual([]);
	expect(await ours({ paths: ["/elsewhere"], key: "8" })).toEqual(["refuse-item"]);
	expect(await ours({ key: "9" }, { ask: ["execute"] })).toEqual(["refuse-item"]);
	expect(await ours({ kind: "fetch", command: null, title: "Fetch", key: "10" })).toEqual([]);
	expect(await ours({ options: OPTIONS.filter(({ kind }) => kind !== "allow_once"), key: "11" })).toEqual([
		"refuse-item",
	]);
	const inside = { ...edit, paths: [join(worktree, "src/a (1).ts")] };
	expect(await ours({ ...inside, key: "12" }, { allow: [] })).toEqual(["allow-item", "allow-week", "refuse-item"]);
});

test("an agent's option that calls itself ours is the agent's, and makes no rule", async () => {
	const { desk, request, answer, db } = await bench();
	const disguised: PermissionOption = { optionId: "nightshift:rule:allow-week", name: "No, stop", kind: "reject_once" };
	const permitted = desk().permit(request({ options: [disguised, ...OPTIONS] }), NEVER);
	const { options } = await answer(disguised.optionId);
	expect(options.map(({ id }) => id)).toEqual([disguised.optionId, "ok", "ok-forever", "never", "nope"]);
	expect(await permitted).toMatchObject({ optionId: disguised.optionId });
	expect(await listRules(db, { all: true })).toEqual([]);
});

test("an answer becomes a rule: the agent is told its own option, and the next request is answered by the rule, in sight", async () => {
	const { desk, request, answer, questions, db } = await bench();
	const first = desk();
	const permitted = first.permit(request(), NEVER);
	const { ticket } = await answer("nightshift:rule:allow-item", "fine");
	expect(await permitted).toEqual({ optionId: "ok", comment: "fine" });
	const [rule] = await listRules(db);
	expect(rule).toMatchObject({
		id: "R-1",
		item: "US-1",
		agent: "claude",
		ticket,
		pattern: "execute:npm test",
		uses: 0,
	});

	expect(await first.permit(request({ key: "k-2" }), NEVER)).toEqual({ optionId: "ok" });
	const [answered] = await questions();
	expect(answered).toMatchObject({
		status: "answered",
		answeredBy: "policy",
		answer: "ok",
		comment: "Rule R-1: execute:npm test",
		task: "US-1",
	});
	expect((await listRules(db))[0]).toMatchObject({ uses: 1, answered: [answered?.ticket] });
	const feed = (await listActivity(db, { limit: 20 })).map(({ title }) => title);
	expect(feed.at(-1)).toBe(`R-1 allowed ${answered?.ticket}: Run npm test?`);
	// It is taken: nobody can amend what was acted on.
	await expect(answerQuestion(db, String(answered?.ticket), { answer: "nope", amend: true })).rejects.toThrow(/taken/);

	// An agent that was started anew asks the same: no second question, and no second use.
	expect(await desk().permit(request({ key: "k-2" }), NEVER)).toEqual({ optionId: "ok" });
	expect(await questions()).toHaveLength(2);
	expect((await listRules(db))[0]?.uses).toBe(1);
	// The question that was answered by the person before is not taken for one that the rule answered.
	expect(await desk().permit(request(), NEVER)).toEqual({ optionId: "ok" });
	expect(await desk().permit(request(), NEVER)).toEqual({ optionId: "ok" });
	expect((await questions()).map(({ answeredBy }) => answeredBy)).toEqual(["policy", "policy", "human"]);
});

test("a rule holds for its item and its agent; one for seven days for every item", async () => {
	const { desk, request, answer, db } = await bench();
	const week = desk().permit(request(), NEVER);
	await answer("nightshift:rule:allow-week");
	await week;
	expect(await desk({}, { item: "US-2" }).permit(request({ key: "k-2" }), NEVER)).toEqual({ optionId: "ok" });
	const other = desk({}, { agent: "codex" }).permit(request({ key: "k-3" }), NEVER);
	await answer("nope");
	expect(await other).toMatchObject({ optionId: "nope" });
	const [rule] = await listRules(db);
	expect(rule).toMatchObject({ item: null, uses: 1 });
	const days = (Date.parse(String(rule?.expiresAt)) - Date.now()) / 86_400_000;
	expect(days).toBeGreaterThan(6.9);
	expect(days).toBeLessThanOrEqual(7);
});

test("a rule that refuses says which it is, and the turn knows", async () => {
	const { desk, request, answer, questions } = await bench();
	const first = desk();
	const refused = first.permit(request(), NEVER);
	await answer("nightshift:rule:refuse-item");
	expect(await refused).toMatchObject({ optionId: "nope" });
	const again = desk();
	const why = "Rule R-1 forbids `execute:npm test`.";
	expect(await again.permit(request({ key: "k-2" }), NEVER)).toEqual({ optionId: "nope", comment: why });
	expect(again.lastRefusal()).toMatchObject({ reason: `“npm test” was refused: ${why}`, said: true });
	expect((await questions())[0]).toMatchObject({ answeredBy: "policy", answer: "nope", status: "answered" });
});

test("a revoke holds at once, also for a desk that has used the rule; so do another end and pattern", async () => {
	const { desk, request, answer, db } = await bench();
	const one = desk();
	const made = one.permit(request(), NEVER);
	await answer("nightshift:rule:allow-week");
	await made;
	expect(await one.permit(request({ key: "k-2" }), NEVER)).toEqual({ optionId: "ok" });
	await changeRule(db, "R-1", { pattern: "execute:npm run lint" });
	const asked = one.permit(request({ key: "k-3" }), NEVER);
	await answer("nope");
	expect(await asked).toMatchObject({ optionId: "nope" });
	await changeRule(db, "R-1", { pattern: "execute:npm *" });
	expect(await one.permit(request({ key: "k-4" }), NEVER)).toEqual({ optionId: "ok" });
	await revokeRule(db, "R-1");
	const afterwards = one.permit(request({ key: "k-5" }), NEVER);
	await answer("nope");
	expect(await afterwards).toMatchObject({ optionId: "nope" });
});

test("an answer that was taken by a developer that died before it made the rule makes it afterwards, once", async () => {
	const { desk, request, answer, db } = await bench();
	const gone = new AbortController();
	const first = desk().permit(request(), gone.signal);
	const asked = await eventually(async () => (await listQuestions(db, { status: "pending" })).questions[0]);
	gone.abort();
	await first;
	await answer("nightshift:rule:allow-item");
	await takeAnswer(db, asked.ticket);
	expect(await desk().permit(request(), NEVER)).toEqual({ optionId: "ok" });
	expect(await listRules(db)).toMatchObject([{ id: "R-1", ticket: asked.ticket, uses: 1 }]);
	await revokeRule(db, "R-1");
	const again = desk().permit(request(), NEVER);
	await answer("nope");
	expect(await again).toMatchObject({ optionId: "nope" });
	expect(await listRules(db, { all: true })).toHaveLength(1);
});

test("a question that was left open is answered by the rule that came meanwhile", async () => {
	const { desk, request, questions, db } = await bench();
	const gone = new AbortController();
	const left = desk().permit(request({ key: "open" }), gone.signal);
	await eventually(async () => (await questions())[0]);
	gone.abort();
	expect(await left).toEqual({ cancelled: true });
	const [open] = await questions();
	const other = desk({}, { item: "US-2", run: 2 }).permit(request({ key: "other" }), NEVER);
	const asked = await eventually(async () => (await questions()).find(({ task }) => task === "US-2"));
	await answerQuestion(db, asked.ticket, { answer: "nightshift:rule:allow-week" });
	expect(await other).toMatchObject({ optionId: "ok" });
	expect(await desk().permit(request({ key: "open" }), NEVER)).toEqual({ optionId: "ok" });
	expect((await questions()).find(({ ticket }) => ticket === open?.ticket)).toMatchObject({ answeredBy: "policy" });
	expect(await questions()).toHaveLength(2);
});

test("a read through the client is asked about only where a pattern or a rule wants it", async () => {
	const { desk, request, worktree, answer, questions } = await bench();
	const plainRead = { title: "Read it", kind: "read", command: null, within: NOTHING, changes: [] };
	const read = (path: string) => ({ ...plainRead, paths: [path] });
	const env = read(join(worktree, ".env"));
	const plain = read(join(worktree, "src/a.ts"));
	expect(await desk().mustAskToRead(env)).toBe(false);
	expect(await desk({ allow: [] }).mustAskToRead(plain)).toBe(false);
	for (const patterns of [{ deny: ["read:**/.env"] }, { ask: ["*:**/.env"] }]) {
		expect(await desk(patterns).mustAskToRead(env)).toBe(true);
		expect(await desk(patterns).mustAskToRead(plain)).toBe(false);
	}
	const why = "config.json forbids `read:**/.env`.";
	const refused = await desk({ deny: ["read:**/.env"] }).permit(request(env), NEVER);
	expect(refused).toEqual({ optionId: "nope", comment: why });
	expect(await questions()).toEqual([]);
	const asked = desk({ allow: [] }).permit(request(env), NEVER);
	await answer("nightshift:rule:refuse-item");
	await asked;
	expect(await desk().mustAskToRead(env)).toBe(true);
	expect(await desk().mustAskToRead(plain)).toBe(false);
});
