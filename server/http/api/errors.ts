import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ZodError } from "zod";
import { type ErrorCode, NightshiftError, toErrorBody } from "../../contract/errors.ts";
import { problemHeaders, problemOf } from "../problem.ts";

/** Answers with the problem; what is unknown is logged, and says nothing of itself. */
export function answerProblem(
	context: Context,
	error: unknown,
	logger: { error(context: object, message: string): void },
): Response {
	const known = error instanceof HTTPException ? fromFramework(error) : error;
	const body = toErrorBody(known);
	if (body.code === "internal") logger.error({ err: error, path: context.req.path }, "a request failed unexpectedly");
	const problem = problemOf(body);
	return Response.json(problem, { status: problem.status, headers: problemHeaders(body) });
}

/**
 * A hook for routes: a body that does not fit its schema is refused with `code`, anything else with `bad-request`, and
 * the first thing wrong in one sentence.
 */
export function refuseInvalid(code: ErrorCode) {
	return (result: { target: string } & ({ success: true } | { success: false; error: ZodError })): undefined => {
		if (result.success) return undefined;
		const [issue] = result.error.issues;
		const key = issue?.path.join(".") ?? "";
		const where = key || (result.target === "json" ? "the body" : result.target);
		const sentence = `${where}: ${issue?.message ?? "is not valid"}.`;
		throw new NightshiftError(result.target === "json" ? code : "bad-request", sentence, { key: key || null });
	};
}

/** What Hono and its validator throw themselves. */
function fromFramework({ status }: HTTPException): NightshiftError {
	switch (status) {
		case 415:
			return new NightshiftError(
				"bad-request",
				"Send the body as JSON, with the header Content-Type: application/json.",
			);
		default:
			return new NightshiftError("bad-request", "The body is not valid JSON; check its quotes and commas.");
	}
}
