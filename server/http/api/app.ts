import { VERSION } from "../../config/package-root.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { SESSION_KEY_HEADER } from "../../contract/session.ts";
import { sessionOf } from "../session.ts";
import { chatRoutes } from "./chat.ts";
import { conversationRoutes } from "./conversations.ts";
import { daemonRoutes } from "./daemons.ts";
import { dossierRoutes } from "./dossiers.ts";
import { answerProblem } from "./errors.ts";
import { handoverRoutes } from "./handover.ts";
import { historyRoutes } from "./history.ts";
import { logRoutes } from "./logs.ts";
import { notifyRoutes } from "./notify.ts";
import { type ApiParts, newApi } from "./parts.ts";
import { questionTalkRoutes } from "./question-talk.ts";
import { questionRoutes } from "./questions.ts";
import { recordRoutes } from "./records.ts";
import { roadmapRoutes } from "./roadmap.ts";
import { ruleRoutes } from "./rules.ts";
import { signInCodeRoutes } from "./sign-in-codes.ts";
import { workRoutes } from "./work.ts";

/** The HTTP API, `/api/v1`. Who asks has been let in already; errors are RFC 9457 problems. */
export function createApi(parts: ApiParts) {
	const app = newApi().basePath("/api/v1");
	app.onError((error, context) => answerProblem(context, error, parts.logger));
	app.notFound((context) => {
		const sentence = `There is no ${context.req.method} ${context.req.path}; /api/v1/openapi.json describes what there is.`;
		return answerProblem(context, new NightshiftError("not-found", sentence), parts.logger);
	});
	app.use(async (context, next) => {
		context.header("Cache-Control", "no-store");
		const { method } = context.req;
		if (method !== "GET" && method !== "HEAD") {
			await parts.limit.use(sessionOf(context.env.incoming)?.client ?? "unknown");
		}
		await next();
	});
	app.route("/", daemonRoutes(parts));
	app.route("/", logRoutes(parts));
	app.route("/", recordRoutes(parts));
	app.route("/", roadmapRoutes(parts));
	app.route("/", workRoutes(parts));
	app.route("/", handoverRoutes(parts));
	app.route("/", historyRoutes(parts));
	app.route("/", questionTalkRoutes(parts));
	app.route("/", questionRoutes(parts));
	app.route("/", ruleRoutes(parts));
	app.route("/", dossierRoutes(parts));
	app.route("/", notifyRoutes(parts));
	app.route("/", chatRoutes(parts));
	app.route("/", conversationRoutes(parts));
	app.route("/", signInCodeRoutes(parts));
	app.doc31("/openapi.json", {
		openapi: "3.1.0",
		info: { title: "Nightshift", version: VERSION, description: "Errors are RFC 9457 problems with a stable `code`." },
		security: [{ token: [] }, { session: [], sessionKey: [] }],
	});
	app.openAPIRegistry.registerComponent("securitySchemes", "token", { type: "http", scheme: "bearer" });
	app.openAPIRegistry.registerComponent("securitySchemes", "session", {
		type: "apiKey",
		in: "cookie",
		name: "nightshift_PORT",
	});
	app.openAPIRegistry.registerComponent("securitySchemes", "sessionKey", {
		type: "apiKey",
		in: "header",
		name: SESSION_KEY_HEADER,
	});
	return app;
}
