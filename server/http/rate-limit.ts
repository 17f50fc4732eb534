import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { NightshiftError } from "../contract/errors.ts";

export interface RateLimit {
	/** Counts one use; throws `rate-limited` with `details.retryAfterSeconds` when the client is over its limit. */
	use(client: string): Promise<void>;
}

/** At most `points` uses in any `seconds` per client, counted in memory. */
export function createRateLimit({
	points,
	seconds,
	sentence,
}: {
	points: number;
	seconds: number;
	sentence: string;
}): RateLimit {
	const limiter = new RateLimiterMemory({ points, duration: seconds });
	return {
		async use(client) {
			try {
				await limiter.consume(client);
			} catch (rejection) {
				if (!(rejection instanceof RateLimiterRes)) throw rejection;
				const retryAfterSeconds = Math.max(1, Math.ceil(rejection.msBeforeNext / 1000));
				throw new NightshiftError("rate-limited", `${sentence}; try again in ${retryAfterSeconds} s.`, {
					retryAfterSeconds,
				});
			}
		},
	};
}

/** The dashboard's limits, all generous: they stop a program that runs wild, never a person. */
export interface RateLimits {
	/** Wrong tokens, by address. A right token is always let in, so that nobody on this machine can lock its owner out. */
	signIn: RateLimit;
	/** What a page sends over its socket, by session. */
	socket: RateLimit;
	/** What changes something through the HTTP API, by session; every script of the machine shares the token. */
	api: RateLimit;
	/** Calls over MCP, by asker: a client that runs wild keeps neither the terminal nor another agent out. */
	mcp: RateLimit;
}

export function createRateLimits(): RateLimits {
	const sentence = "Too many commands at once";
	return {
		signIn: createRateLimit({ points: 10, seconds: 60, sentence: "Too many wrong sign-ins" }),
		socket: createRateLimit({ points: 60, seconds: 10, sentence }),
		api: createRateLimit({ points: 600, seconds: 10, sentence }),
		mcp: createRateLimit({ points: 600, seconds: 10, sentence: "Too many calls at once" }),
	};
}
