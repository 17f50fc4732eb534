import { createRoute, z } from "@hono/zod-openapi";
import { NightshiftError } from "../../contract/errors.ts";
import { dossierToMarkdown } from "../../dossier/to-markdown.ts";
import { type ApiParts, newApi } from "./parts.ts";
import { answers, Dossier, Dossiers, nameParam } from "./schemas.ts";

const listRoute = createRoute({
	method: "get",
	path: "/daemons/{name}/dossiers",
	summary: "What is known of the last ends that nobody asked for, and of hangs: the newest first, at most twenty",
	request: { params: nameParam },
	responses: answers(200, "The dossiers, without what they hold", Dossiers),
});

const readRoute = createRoute({
	method: "get",
	path: "/daemons/{name}/dossiers/{id}",
	summary: "One dossier; as Markdown when `text/markdown` is asked for. Secrets are blotted out",
	request: {
		params: nameParam.extend({
			id: z.string().openapi({ param: { name: "id", in: "path" }, example: "20261121T092730123Z-1a2b3c4d" }),
		}),
	},
	responses: answers(200, "The dossier", Dossier),
});

/** What is known of crashes and hangs. */
export function dossierRoutes({ supervisor, dossiers }: ApiParts) {
	const app = newApi();

	app.openapi(listRoute, async (context) => {
		const { name } = context.req.valid("param");
		supervisor.statusOf(name); // unknown-daemon
		return context.json({ dossiers: await dossiers.list(name) }, 200);
	});

	app.openapi(readRoute, async (context) => {
		const { name, id } = context.req.valid("param");
		supervisor.statusOf(name);
		const dossier = await dossiers.read(name, id);
		if (!dossier) {
			const sentence = `${name} has no dossier ${id.slice(0, 60)} (any more): the newest twenty are kept.`;
			throw new NightshiftError("not-found", sentence);
		}
		if (/text\/markdown/i.test(context.req.header("accept") ?? "")) {
			// Not in the typed contract: the same, for people.
			const markdown = { "content-type": "text/markdown; charset=utf-8" };
			return context.body(dossierToMarkdown(dossier), 200, markdown) as never;
		}
		return context.json(dossier, 200);
	});
	return app;
}
