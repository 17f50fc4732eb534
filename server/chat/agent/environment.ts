import { withoutWithheld } from "../../supervisor/environment.ts";

/**
 * What a conversation's agent inherits of the dashboard's environment: nothing that says whose process it is, or where a
 * dashboard or a daemon keeps its things, and none of the variables that are for notifications alone.
 */
export function talkEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const left = withoutWithheld(env);
	for (const name of Object.keys(left)) if (name.startsWith("NIGHTSHIFT_")) delete left[name];
	return left;
}
