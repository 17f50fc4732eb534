import type { ServiceDefinition } from "../../../server/service/types.ts";

/** A service as it would be defined on an ordinary machine, with what the test changes. */
export function definition(changes: Partial<ServiceDefinition> = {}): ServiceDefinition {
	return {
		name: "nightshift",
		home: "/home/me/.nightshift",
		node: "/usr/bin/node",
		program: "/opt/nightshift/bin/nightshift",
		root: "/opt/nightshift",
		environment: { PATH: "/usr/local/bin:/usr/bin:/bin" },
		...changes,
	};
}
