import type { NewQuestion } from "../../../server/contract/question.ts";
import type { Nightshift } from "./nightshift.ts";

const QUESTIONS: NewQuestion[] = [
	{
		kind: "approval",
		title: "Run the migration against the shared database?",
		task: "US-112",
		urgency: "high",
		body: [
			"The audit found that `orders.legacy_ref` is written but never read. Dropping it needs a migration on a database that other branches use.",
			'```sh\nnpx prisma migrate deploy   # database: shop_shared\n  ALTER TABLE "orders" DROP COLUMN "legacy_ref";\n```',
			"| query | reads it |\n|---|---|\n| orders by customer | no |\n\nSee [the audit](https://example.com/audit).",
		].join("\n\n"),
		options: [
			{ id: "once", label: "Run it once", description: "this command, this time" },
			{ id: "leave", label: "Leave the column, go on", recommended: true },
			{ id: "no", label: "Refuse, and say why" },
		],
	},
	{ kind: "text", title: "What should the release notes say about the price change?" },
	{
		kind: "choice",
		title: "Which name should the new module have?",
		task: "US-110",
		options: [
			{ id: "catalog", label: "catalog" },
			{ id: "inventory", label: "inventory" },
		],
		deadlineAt: new Date(Date.now() + 48 * 60_000).toISOString(),
		onDeadline: "default",
		default: "catalog",
	},
	{
		kind: "multi",
		title: "Which of these files may be deleted?",
		options: [
			{ id: "a", label: "src/legacy/with-a-rather-long-name-that-has-no-space-to-break-at.ts" },
			{ id: "b", label: "src/legacy/b.ts" },
		],
	},
	{
		kind: "form",
		title: "How should the staging server be set up?",
		schema: {
			type: "object",
			required: ["host"],
			properties: {
				host: { type: "string", title: "Host name", description: "Without the domain", maxLength: 60 },
				size: { type: "string", title: "Size", enum: ["s", "m"] },
				tls: { type: "boolean", title: "With TLS", default: true },
				zones: { type: "array", title: "Zones", items: { type: "string", enum: ["a", "b"] } },
				notes: { type: "string", title: "Notes" },
			},
		},
	},
];

/** One question of each kind, or some of them. Returns their tickets in that order. */
export async function askOneOfEach(nightshift: Nightshift, from = 0, to = QUESTIONS.length): Promise<string[]> {
	const tickets: string[] = [];
	for (const question of QUESTIONS.slice(from, to)) tickets.push((await nightshift.ask(question)).ticket);
	return tickets;
}
