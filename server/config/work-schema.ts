import { z } from "zod";
import { argv, duration, environment } from "./values.ts";
import { weekSpan } from "./week-span.ts";

/** ACP's kinds of tool calls, and `*` for all of them. */
const PERMISSION = /^(?:\*|read|edit|delete|move|search|execute|think|fetch|switch_mode|other)(?::.+)?$/s;
const permission = z
	.string()
	.regex(
		PERMISSION,
		'must be a kind of tool call, alone or with a pattern: "read", "edit:src/**" or "execute:npm test*"',
	);

/** What the agent may do without being asked about, and what it may never do. */
const permissions = z
	.strictObject({
		allow: z.array(permission).optional().describe("Done without asking; of files only those in the worktree."),
		ask: z.array(permission).optional().describe("Asked about, also when it would be allowed."),
		deny: z.array(permission).optional().describe("Refused without asking. It comes before all else."),
	})
	.describe("What the agent may do without a question. What no pattern names is asked about.");

export const agentSchema = z.strictObject({
	command: argv.describe("A coding agent that speaks the Agent Client Protocol over standard input and output."),
	env: environment.optional(),
	mode: z.string().min(1).optional().describe("The agent's own mode to work in, by its id; set anew in each session."),
	startTimeout: duration.optional().describe("How long it may take to be ready, for a first start that downloads it."),
	permissions: permissions.optional(),
});

const amounts = z.strictObject({
	time: duration.nullable().optional().describe("Time in which the agent works; waiting for you does not count."),
	tokens: z.number().int().min(1).nullable().optional(),
	cost: z.number().positive().nullable().optional().describe("In the currency that the agent reports."),
});

/** How a developer goes about its work. */
export const workSchema = z.strictObject({
	verify: z
		.array(z.string().trim().min(1))
		.optional()
		.describe("Commands that must succeed before work is committed, for items without a Verify field of their own."),
	repairs: z
		.number()
		.int()
		.min(0)
		.max(20)
		.optional()
		.describe("So many times a failed check goes back to the agent, before the item is set aside."),
	attempts: z
		.number()
		.int()
		.min(1)
		.max(20)
		.optional()
		.describe("After so many attempts without progress an item is set aside, and you are asked."),
	review: z
		.boolean()
		.optional()
		.describe(
			"Ask what becomes of finished work. False: its branch is kept, and sent as remote and pullRequest say, without asking.",
		),
	remote: z
		.string()
		.min(1)
		.nullable()
		.optional()
		.describe(
			"The remote that finished branches go to: with a pull request, and all of them when review is false; null: nothing is pushed.",
		),
	pullRequest: z
		.boolean()
		.optional()
		.describe(
			'A review can be answered with a pull request, through "gh"; when review is false, one is opened for each branch.',
		),
	parkAfter: duration
		.optional()
		.describe(
			"A question open for this long ends the agent's process until the answer comes; other items are worked on.",
		),
	focus: z
		.array(weekSpan)
		.optional()
		.describe("In these hours what you tell it is held back until the item is done, but for what is meant for now."),
	budget: z
		.strictObject({ item: amounts.optional(), day: amounts.optional() })
		.optional()
		.describe("More than this for one item or in one day, and it asks before it goes on."),
});

export type AgentFile = z.output<typeof agentSchema>;
export type WorkFile = z.output<typeof workSchema>;
