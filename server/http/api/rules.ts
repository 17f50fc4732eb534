import { createRoute, z } from "@hono/zod-openapi";
import { settleAgent } from "../../config/settle-work.ts";
import { configuredPolicySchema, ruleChangeSchema, ruleSchema } from "../../contract/rule.ts";
import { changeRule, listRules, revokeRule } from "../../policy/rules.ts";
import { refuseInvalid } from "./errors.ts";
import { type ApiParts, newApi } from "./parts.ts";
import { answers, jsonBody } from "./schemas.ts";

const Rule = z.object(ruleSchema.shape).openapi("Rule");
const Rules = z
	.object({ rules: z.array(Rule), configured: z.array(z.object(configuredPolicySchema.shape)) })
	.openapi("Rules");
const idParam = z.object({ id: z.string().openapi({ param: { name: "id", in: "path" }, example: "R-3" }) });

const listRoute = createRoute({
	method: "get",
	path: "/rules",
	summary: "What agents may do without a question: the rules that hold, newest first, and what config.json says",
	request: {
		query: z.object({
			all: z.enum(["0", "1"]).optional().openapi({ description: "1: ended ones too, at most a thousand." }),
		}),
	},
	responses: answers(200, "The rules", Rules),
});
const changeRoute = createRoute({
	method: "patch",
	path: "/rules/{id}",
	summary: "Change when a rule ends, what it is about, or its note; what is left out stays",
	request: { params: idParam, body: jsonBody(ruleChangeSchema) },
	responses: answers(200, "The rule as it is now", Rule),
});
const revokeRoute = createRoute({
	method: "post",
	path: "/rules/{id}/revoke",
	summary: "End a rule at once; doing so again changes nothing",
	request: { params: idParam },
	responses: answers(200, "The rule as it is now", Rule),
});

/** What an agent may do, or may not, without a question. */
export function ruleRoutes({ supervisor, live }: ApiParts) {
	const app = newApi();
	/** Runs one write and shows it at once. */
	const written = async <T>(write: Promise<T>): Promise<T> => {
		try {
			return await write;
		} finally {
			live.wrote();
			live.rules.changed();
		}
	};

	app.openapi(listRoute, async (context) => {
		const all = context.req.valid("query").all === "1";
		const configured = supervisor.configs().flatMap(({ name, program, agent }) => {
			if (program !== "code-developer") return [];
			return [{ daemon: name, ...(agent ?? settleAgent({ command: [] })).permissions }];
		});
		return context.json({ rules: await listRules(live.database.use(), { all }), configured }, 200);
	});
	app.openapi(
		changeRoute,
		async (context) => {
			const { id } = context.req.valid("param");
			return context.json(await written(changeRule(live.database.use(), id, context.req.valid("json"))), 200);
		},
		refuseInvalid("invalid-rule"),
	);
	app.openapi(revokeRoute, async (context) =>
		context.json(await written(revokeRule(live.database.use(), context.req.valid("param").id)), 200),
	);
	return app;
}
