import { createRoute } from "@hono/zod-openapi";
import { NightshiftError } from "../../contract/errors.ts";
import { sessionOf } from "../session.ts";
import { type ApiParts, newApi } from "./parts.ts";
import { answers, SignInCode } from "./schemas.ts";

const issueRoute = createRoute({
	method: "post",
	path: "/sign-in-codes",
	summary: "A code that signs in one browser of this user, once, within a minute: open `/?code=…` with it",
	responses: answers(201, "The code", SignInCode),
});

/** For those who have the token: a browser's session is not to make others out of itself. */
export function signInCodeRoutes({ codes }: ApiParts) {
	const app = newApi();
	app.openapi(issueRoute, (context) => {
		if (sessionOf(context.env.incoming)?.by !== "bearer") {
			throw new NightshiftError("not-signed-in", "A code is given for the token alone: send it as a bearer token.");
		}
		return context.json(codes.issue(), 201);
	});
	return app;
}
