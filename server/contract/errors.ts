/**
 * The closed set of errors Nightshift reports. Each code has one HTTP status, and each thrown error carries
 * one sentence that says what to do. The code is stable: scripts may match on it; the sentence may change.
 */
export const ERROR_STATUS = {
	"bad-request": 400,
	"not-signed-in": 401,
	"foreign-host": 403,
	"foreign-origin": 403,
	"not-found": 404,
	"unknown-daemon": 404,
	"unknown-question": 404,
	"unknown-item": 404,
	"already-answered": 409,
	"already-withdrawn": 409,
	"version-conflict": 409,
	"state-dir-owned": 409,
	"payload-too-large": 413,
	"invalid-answer": 422,
	"invalid-question": 422,
	"invalid-command": 422,
	"invalid-rule": 422,
	"rate-limited": 429,
	internal: 500,
	"start-failed": 500,
	"stop-failed": 500,
	"config-invalid": 500,
	"port-in-use": 500,
	"git-failed": 500,
	"service-failed": 500,
	"agent-failed": 502,
	"database-unavailable": 503,
	"database-newer": 503,
	"dashboard-down": 503,
	timeout: 504,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** An error meant for the person: `message` is one clear sentence, `details` is machine-readable context. */
export class NightshiftError extends Error {
	override readonly name = "NightshiftError";

	constructor(
		readonly code: ErrorCode,
		message: string,
		readonly details: Record<string, unknown> = {},
		options?: { cause?: unknown },
	) {
		super(message, options);
	}

	get status(): number {
		return ERROR_STATUS[this.code];
	}
}

/** What crosses a process or network boundary in place of an error. */
export interface ErrorBody {
	code: ErrorCode;
	message: string;
	details?: Record<string, unknown>;
}

/**
 * Reduces anything thrown to what may be shown. Unknown errors become `internal` and keep their text out of sight:
 * it can hold paths or secrets, so the caller logs the original.
 */
export function toErrorBody(error: unknown): ErrorBody {
	if (error instanceof NightshiftError) {
		return { code: error.code, message: error.message, details: error.details };
	}
	return { code: "internal", message: "Something went wrong inside Nightshift; the dashboard's log has the details." };
}
