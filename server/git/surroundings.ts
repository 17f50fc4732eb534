/**
 * What git would otherwise take from the surroundings: when Nightshift is started from a git hook, these name the hook's
 * repository instead of ours (the list of `git rev-parse --local-env-vars`).
 */
const LOCAL_VARIABLES = [
	"GIT_ALTERNATE_OBJECT_DIRECTORIES",
	"GIT_CONFIG",
	"GIT_CONFIG_PARAMETERS",
	"GIT_CONFIG_COUNT",
	"GIT_OBJECT_DIRECTORY",
	"GIT_DIR",
	"GIT_WORK_TREE",
	"GIT_IMPLICIT_WORK_TREE",
	"GIT_GRAFT_FILE",
	"GIT_INDEX_FILE",
	"GIT_NO_REPLACE_OBJECTS",
	"GIT_REPLACE_REF_BASE",
	"GIT_PREFIX",
	"GIT_SHALLOW_FILE",
	"GIT_COMMON_DIR",
];

/** For the environment of a git: each of them unset. */
export const WITHOUT_SURROUNDINGS: Readonly<Record<string, undefined>> = Object.fromEntries(
	LOCAL_VARIABLES.map((name) => [name, undefined]),
);

/** Makes this process, and all it starts, forget them. */
export function forgetSurroundings(env: NodeJS.ProcessEnv = process.env): void {
	for (const name of LOCAL_VARIABLES) delete env[name];
}
