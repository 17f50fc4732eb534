import { tryGit } from "./git.ts";

const FALLBACK_NAME = "Nightshift";
const FALLBACK_EMAIL = "nightshift@localhost";

/** For the environment of a git that commits: name and address for whoever has told git neither; what is set stays. */
export async function missingIdentity(folder: string, signal?: AbortSignal): Promise<Record<string, string>> {
	const [name, email] = await Promise.all([
		tryGit(folder, ["config", "--get", "user.name"], { signal }),
		tryGit(folder, ["config", "--get", "user.email"], { signal }),
	]);
	const env: Record<string, string> = {};
	for (const role of ["AUTHOR", "COMMITTER"]) {
		if (!name.stdout && !process.env[`GIT_${role}_NAME`]) env[`GIT_${role}_NAME`] = FALLBACK_NAME;
		if (!email.stdout && !process.env[`GIT_${role}_EMAIL`]) env[`GIT_${role}_EMAIL`] = FALLBACK_EMAIL;
	}
	return env;
}
