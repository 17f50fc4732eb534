import { lstat } from "node:fs/promises";
import { userInfo } from "node:os";
import { shellWord } from "../../contract/shell-word.ts";
import { isSecretName } from "../../redact/secret-values.ts";
import { error, type Finding, hint } from "../finding.ts";
import type { Scene } from "../scene.ts";

const OTHERS = 0o077;
const OTHERS_MAY_WRITE = 0o022;

/** Who may get at the state directory, and whose it is. Windows has neither modes nor owner numbers. */
export async function checkStateDirectory({ paths, config }: Scene): Promise<Finding[]> {
	const home = await look(paths.home);
	if (!home) {
		const what = `There is no state directory ${paths.home} yet`;
		return [hint("no-state-directory", what, "nightshift start makes it", { fix: "nightshift start" })];
	}
	const me = process.getuid?.();
	if (me === undefined) return [];
	const secrets = config?.daemons.some(({ env, agent }) => [env, agent?.env ?? {}].some(holdsSecrets)) ?? false;
	const files = [paths.token, paths.database, `${paths.database}-wal`, paths.dashboard, paths.config];
	const findings = [...judgeFolder(paths.home, home), ...judgeOwner(paths.home, paths.home, home.uid, me)];
	for (const path of files) {
		const file = await look(path);
		if (!file) continue;
		findings.push(...judgeOwner(path, paths.home, file.uid, me));
		if (path === paths.config && !secrets) findings.push(...judgeWritable(path, file));
		else findings.push(...judgeFile(path, path === paths.config, file));
	}
	return findings;
}

interface Looked {
	uid: number;
	mode: number;
}

function judgeFolder(path: string, { mode }: Looked): Finding[] {
	if ((mode & OTHERS) === 0) return [];
	const writable = (mode & OTHERS_MAY_WRITE) !== 0;
	const what = writable
		? `Other users may write to ${path} (mode ${octal(mode)}), and so make Nightshift run anything`
		: `Other users may look into ${path} (mode ${octal(mode)})`;
	return [closable("home-open", what, path, 0o700, writable ? "look through it first; then " : "")];
}

function judgeFile(path: string, isConfig: boolean, { mode }: Looked): Finding[] {
	if ((mode & OTHERS) === 0) return [];
	const why = isConfig ? ", and it holds secrets" : "";
	return [closable("file-open", `Other users may use ${path} (mode ${octal(mode)})${why}`, path, 0o600)];
}

function judgeWritable(path: string, { mode }: Looked): Finding[] {
	if ((mode & OTHERS_MAY_WRITE) === 0) return [];
	const what = `Other users may write to ${path} (mode ${octal(mode)}), and so make Nightshift run anything`;
	return [closable("file-open", what, path, 0o600, "look through it first; then ")];
}

function judgeOwner(path: string, home: string, uid: number, me: number): Finding[] {
	if (uid === me) return [];
	const what = `${path} belongs to another user (uid ${uid}, you are ${me})`;
	if (me === 0)
		return [
			error("wrong-owner", what, "run this as that user: root need not, and should not, run Nightshift for them"),
		];
	const fix = `sudo chown -R ${userInfo().username} ${shellWord(home)}`;
	return [error("wrong-owner", what, `run ${fix}, or name another state directory with --home`, { fix })];
}

function closable(id: string, what: string, path: string, mode: number, first = ""): Finding {
	const fix = `chmod ${mode.toString(8)} ${shellWord(path)}`;
	return error(id, what, `${first}run ${fix}`, { fix, repair: { kind: "close", path, mode } });
}

function holdsSecrets(env: Record<string, string>): boolean {
	return Object.keys(env).some(isSecretName);
}

async function look(path: string): Promise<Looked | null> {
	try {
		const { uid, mode } = await lstat(path);
		return { uid, mode };
	} catch (failure) {
		const { code } = failure as NodeJS.ErrnoException;
		if (code === "ENOENT" || code === "ENOTDIR") return null;
		throw failure;
	}
}

function octal(mode: number): string {
	return (mode & 0o777).toString(8).padStart(4, "0");
}
