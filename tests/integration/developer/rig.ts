import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { onTestFinished } from "vitest";
import type { Paths } from "../../../server/config/paths.ts";
import type { ActivityEntry } from "../../../server/contract/activity.ts";
import type { Command, NewCommand, Question } from "../../../server/contract/question.ts";
import { type Database, openDatabase } from "../../../server/db/open.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { listActivity } from "../../../server/inbox/list-activity.ts";
import { listCommands } from "../../../server/inbox/list-commands.ts";
import { listQuestions } from "../../../server/inbox/list-questions.ts";
import { sendCommand } from "../../../server/inbox/send-command.ts";
import { type DaemonProcess, startDaemon } from "../../support/daemon-process.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventuallyIn } from "../../support/wait.ts";

/** As it is built: it starts in a fraction of the time that loading its source takes. */
const ENTRY = new URL("../../../dist/code-developer.js", import.meta.url);
const ACTING_AGENT = fileURLToPath(new URL("../../fixtures/daemons/acting-agent.mjs", import.meta.url));
export const NAME = "code-developer";

/** Git without the settings of whoever runs the tests. */
const GIT_ENV = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null", GIT_OPTIONAL_LOCKS: "0" };

export async function tempFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "nightshift-repo-"));
	onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
	return folder;
}

/** A git repository with these files, committed, with a name and an address of its own. */
export async function makeRepository(files: Record<string, string>): Promise<string> {
	const folder = await tempFolder();
	await git(folder, "init", "--quiet", "--initial-branch=main");
	await git(folder, "config", "user.name", "Pat Person");
	await git(folder, "config", "user.email", "pat@example.org");
	await put(folder, files);
	await git(folder, "add", "--all");
	await git(folder, "commit", "--quiet", "--message", "Begin");
	return folder;
}

export async function put(folder: string, files: Record<string, string>): Promise<void> {
	for (const [path, text] of Object.entries(files)) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await writeFile(join(folder, path), text);
	}
}

export async function git(cwd: string, ...args: string[]): Promise<string> {
	return (await execa("git", args, { cwd, env: GIT_ENV })).stdout;
}

/** A roadmap of items with their `sh` steps, all planned. */
export function roadmap(items: Record<string, { title?: string; steps?: string[]; verify?: string }>): string {
	const sections = Object.entries(items).map(([id, { title = `Do ${id}`, steps = [], verify }]) =>
		[
			`## ${id}: ${title}`,
			"**Status**: 📝 Planned",
			verify && `**Verify**: \`${verify}\``,
			...steps.map((step) => `\`\`\`sh\n${step}\n\`\`\``),
		]
			.filter(Boolean)
			.join("\n\n"),
	);
	return `# Roadmap\n\n${sections.join("\n\n")}\n`;
}

/** Everything of a checkout that the daemon must leave as it is: every file with its time, HEAD, index, branch, status. */
export async function fingerprint(repository: string): Promise<Record<string, string>> {
	const names = (await readdir(repository, { recursive: true, withFileTypes: true }))
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		// What a worktree and its commits need; all else in .git stays.
		.filter((path) => !/\.git\/(objects|worktrees|refs\/heads\/nightshift|logs\/refs\/heads\/nightshift)\//.test(path));
	const hashes = await Promise.all(
		names.sort().map(
			async (path) =>
				[
					path,
					createHash("sha256")
						.update(await readFile(path))
						.digest("hex"),
				] as const,
		),
	);
	return {
		...Object.fromEntries(hashes),
		status: await git(repository, "status", "--porcelain=v2", "--branch"),
		branch: await git(repository, "rev-parse", "--abbrev-ref", "HEAD"),
		stash: await git(repository, "stash", "list"),
	};
}

/** A developer daemon in a state directory of its own, and what it does. */
export class Rig {
	/** What the acting agent plays from. */
	protected agentFile: string | null = null;

	private constructor(
		readonly paths: Paths,
		readonly workspace: string,
		readonly db: Database,
	) {}

	/**
	 * @param agent as in config.json; the built-in one when left out.
	 * @param work as in config.json; finished branches are kept without a question unless it says otherwise.
	 */
	static async over(
		workspace: string,
		agent?: { command: string[]; env?: Record<string, string>; permissions?: object },
		work: object = {},
	): Promise<Rig> {
		const paths = await tempHome();
		const daemon = { program: "code-developer", workspace, work: { review: false, ...work }, ...(agent && { agent }) };
		await writeFile(paths.config, JSON.stringify({ daemons: { [NAME]: daemon } }));
		const db = await openDatabase(paths.database);
		onTestFinished(() => db.close());
		return new Rig(paths, workspace, db);
	}

	/** With the agent that plays these turns. `prompts` is what it was told; `change` has it play others from its next start. */
	static async acting(
		workspace: string,
		turns: unknown[][][],
		...settings: (string | { work?: object; permissions?: object })[]
	): Promise<Rig & { prompts(): Promise<string[]>; change(turns: unknown[][][]): Promise<void> }> {
		const file = join(await tempFolder(), "acts.json");
		await writeFile(file, JSON.stringify(turns));
		const modes = settings.filter((one) => typeof one === "string");
		const { work, permissions } = Object.assign({}, ...settings.filter((one) => typeof one !== "string"));
		const command = [process.execPath, ACTING_AGENT, file, ...modes];
		const rig = await Rig.over(workspace, { command, ...(permissions && { permissions }) }, work);
		rig.agentFile = file;
		const prompts = async () => {
			const text = await readFile(`${file}.prompts`, "utf8").catch(() => "");
			return text
				.split("\n")
				.filter(Boolean)
				.map((line) => JSON.parse(line) as string);
		};
		const change = (others: unknown[][][]) => writeFile(file, JSON.stringify(others));
		return Object.assign(rig, { prompts, change });
	}

	start(env: Record<string, string> = {}): DaemonProcess {
		return startDaemon({ paths: this.paths, name: NAME, entry: ENTRY, env: { ...GIT_ENV, ...env } });
	}

	questions(status?: Question["status"]): Promise<Question[]> {
		return listQuestions(this.db, { status }).then(({ questions }) => questions);
	}

	/** The one pending question about work that goes on. */
	pending(): Promise<Question> {
		return eventuallyIn(this.paths.database, async () =>
			(await this.questions("pending")).find(({ title }) => !/ was set aside\./.test(title)),
		);
	}

	/** The pending question about this item whose title fits. */
	asked(task: string, title: RegExp): Promise<Question> {
		return eventuallyIn(this.paths.database, async () =>
			(await this.questions("pending")).find((one) => one.task === task && title.test(one.title)),
		);
	}

	/** Waits for a question, answers it, and returns it as it was asked. */
	async answer(option: string, comment?: string): Promise<Question> {
		const question = await this.pending();
		await answerQuestion(this.db, question.ticket, { answer: option, comment });
		return question;
	}

	/** Tells the developer something; the receipt as it was given. */
	send(text: string, when: NewCommand["when"] = "now"): Promise<Command> {
		return sendCommand(this.db, NAME, { text, when });
	}

	/** The receipt as it is now. */
	async command(id: string): Promise<Command> {
		const found = (await listCommands(this.db, NAME)).commands.find((command) => command.id === id);
		if (!found) throw new Error(`there is no ${id}`);
		return found;
	}

	/** Tells the developer something, and waits until it is done or declined. */
	async tell(text: string, when: NewCommand["when"] = "now"): Promise<Command> {
		const { id } = await this.send(text, when);
		return eventuallyIn(this.paths.database, async () => {
			const command = await this.command(id);
			return command.finishedAt === null ? undefined : command;
		});
	}

	/** Agents' processes that are left. */
	async agents(): Promise<string[]> {
		const { stdout } = await execa("ps", ["-eo", "args="]);
		return stdout.split("\n").filter((line) => line.includes(ACTING_AGENT) && line.includes(this.agentFile ?? "\0"));
	}

	/** The first activity entry that fits. */
	entry(fits: (entry: ActivityEntry) => boolean): Promise<ActivityEntry> {
		return eventuallyIn(this.paths.database, async () => (await this.activity()).find(fits));
	}

	activity(): Promise<ActivityEntry[]> {
		return listActivity(this.db, { daemon: NAME });
	}

	runs() {
		return this.db.prisma.run.findMany({ orderBy: { id: "asc" } });
	}

	/** The run of this item once it has ended so. */
	run(item: string, status: "done" | "failed" | "running" | "parked" | "review") {
		return eventuallyIn(this.paths.database, async () =>
			(await this.runs()).find((run) => run.item === item && run.status === status),
		);
	}
}
