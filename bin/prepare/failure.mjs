/** A failure that a person can do something about: `message` is one sentence. */
export class Failure extends Error {}

/** What a step's output says about why it failed, and the mend; the first that fits counts. */
const CAUSES = [
	[/ENOSPC|no space left on device|disk is full/i, "the disk is full: make room and try again"],
	[
		/EACCES|EPERM|EROFS|permission denied|read-only file system/i,
		"something may not be written: correct the permissions",
	],
	[
		/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|network (request|timeout)|E401|E403|CERT_/i,
		"the package registry cannot be reached: check the network (and npm's registry and proxy settings) and try again",
	],
	[/EINTEGRITY/, "a package is not what the lock file says: run `npm cache clean --force` and try again"],
	[
		/gyp ERR|node-gyp|prebuild-install/i,
		"better-sqlite3 has no ready-made build for this system and could not be compiled: install a C++ compiler, make and python3, and try again",
	],
	[/heap out of memory|ENOMEM|Killed/i, "there was not enough memory: close something and try again"],
];

/** The failure of a step, from what it printed. `log` holds all of it. */
export function explain(step, output, log) {
	const cause = CAUSES.find(([pattern]) => pattern.test(output));
	const why = cause ? cause[1] : lastWords(output);
	return new Failure(`${step} failed: ${why} (full log: ${log}).`);
}

/** What the operating system refused, as a sentence; null for any other error. */
export function ofTheSystem({ code, path = "a file" }) {
	if (code === "EMFILE" || code === "ENFILE") {
		return new Failure("Too many files are open: raise the limit (ulimit -n) or end other programs, and try again.");
	}
	if (code === "ENOSPC" || code === "EDQUOT")
		return new Failure(`The disk is full (while writing ${path}): make room and try again.`);
	if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
		return new Failure(`${path} may not be used (${code}): correct its permissions and try again.`);
	}
	return null;
}

/** The last line that looks like an error, else the last line there is. */
function lastWords(output) {
	const lines = output
		.split("\n")
		.map((line) => line.trim())
		.filter(Boolean);
	return lines.findLast((line) => /error|failed/i.test(line)) ?? lines.at(-1) ?? "it said nothing";
}
