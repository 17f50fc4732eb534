import { EventEmitter } from "node:events";
import {
	type ChatDelta,
	type ChatMessage,
	type ChatPage,
	type Conversation,
	type NewChatMessage,
	newChatMessageSchema,
} from "../contract/chat.ts";
import { NightshiftError } from "../contract/errors.ts";
import type { NotifyStatus } from "../contract/notify.ts";
import type { Database } from "../db/open.ts";
import { watchDatabase } from "../db/watch.ts";
import { inSentence, wellFormed } from "../inbox/text.ts";
import type { ShownLogs } from "../logs/shown-logs.ts";
import { inPasses, type Passes } from "../passes.ts";
import { type Coalesced, coalesce } from "../state/coalesce.ts";
import type { Live } from "../state/live.ts";
import { type Trouble, troubleWith } from "../state/problems.ts";
import type { Supervisor } from "../supervisor/supervisor.ts";
import { ActionDesk } from "./actions.ts";
import type { TalkLimits } from "./agent/talk.ts";
import { Talks } from "./agent/talks.ts";
import { breakOff } from "./break-off.ts";
import { type Receipts, takeIn } from "./inflow.ts";
import { readIntent } from "./intent.ts";
import { listConversations, listMessages, markRead, type PageRequest, readMessages } from "./list-messages.ts";
import { toMessages } from "./message-row.ts";
import type { ReplyParts } from "./replies/reply-parts.ts";
import { replyTo } from "./reply-to.ts";
import { findSaid, keepSaid } from "./send-message.ts";

const TELL_MS = 200;
const LOOK_MS = 250;
/** How soon a database is followed that was opened, or opened anew. */
const FOLLOW_MS = 1_000;

export interface ChatOptions {
	supervisor: Supervisor;
	live: Live;
	logs: ShownLogs;
	/** How the person is told. */
	ways(): Promise<NotifyStatus>;
	token(): string | null;
	logger: { info(context: object, message: string): void; error(context: object, message: string): void };
	limits?: Partial<TalkLimits>;
}

/** The conversations with the daemons, one each. Pages are told by the revisions `chat:NAME`; `delta`: a reply has grown. */
export class Chat extends EventEmitter<{ delta: [delta: ChatDelta] }> {
	private readonly parts: ReplyParts;
	private readonly actions: ActionDesk;
	private readonly talks: Talks;
	private readonly inflow: Passes;
	private readonly looking: Coalesced;
	private readonly telling = new Map<string, Coalesced>();
	private readonly receipts: Receipts = new Map();
	private readonly trouble: Trouble;
	private followed: Database | null = null;
	private watch: { close(): void } | undefined;
	private following: NodeJS.Timeout | undefined;
	private recovering: Promise<void> | null = null;

	constructor(private readonly options: ChatOptions) {
		super();
		const { supervisor, live, logs, ways, token, logger } = options;
		const database = () => live.database.current;
		const onChange = (daemon: string) => this.changed(daemon);
		this.parts = {
			state: () => live.store.state,
			roadmaps: live.roadmaps,
			logs,
			database: () => live.database.use(),
			ways,
			configOf: (daemon) => supervisor.configOf(daemon),
		};
		this.trouble = troubleWith("database-chat", live.store, logger);
		this.actions = new ActionDesk({
			database,
			supervisor,
			onChange: (daemon) => {
				this.changed(daemon);
				live.wrote();
			},
			trouble: this.trouble,
		});
		this.talks = new Talks({
			database,
			configOf: (daemon) => supervisor.configOf(daemon),
			state: () => live.store.state,
			roadmaps: live.roadmaps,
			token,
			onDelta: (delta) => this.emit("delta", delta),
			onChange,
			logger,
			...(options.limits && { limits: options.limits }),
		});
		this.inflow = inPasses(() => this.takeIn(), this.trouble.failed);
		this.looking = coalesce(LOOK_MS, () => this.inflow.ask());
	}

	/** To be called when the daemons were found: what was left half done is taken up. */
	start(): void {
		this.follow();
		this.following = setInterval(() => this.follow(), FOLLOW_MS).unref();
	}

	/** @throws NightshiftError `unknown-daemon`, `bad-request`, `version-conflict`, `rate-limited`, `database-unavailable` */
	async send(daemon: string, message: NewChatMessage): Promise<ChatMessage[]> {
		const { supervisor, live } = this.options;
		const config = supervisor.configOf(daemon);
		const parsed = newChatMessageSchema.safeParse(wellFormed(message));
		if (!parsed.success) {
			const why = inSentence(parsed.error.issues[0]?.message ?? "it is not one");
			throw new NightshiftError("bad-request", `The message was not sent: ${why}.`);
		}
		const { text, key = null } = parsed.data;
		const db = live.database.use();
		await this.recover(db);
		const developers = supervisor.configs().filter(({ program }) => program === "code-developer");
		const intent = readIntent(text, {
			daemons: supervisor.names(),
			developers: developers.map(({ name }) => name),
			current: daemon,
		});
		const said = { daemon, text, key, isCommand: intent.type !== "text" };
		const before = await db.read((prisma) => findSaid(prisma, said));
		if (before) return db.read((prisma) => toMessages(prisma, before, this.talks.texts));
		const reply = await replyTo(intent, config, this.parts, () => this.talks.mustHaveRoom(daemon));
		const { rows, isNew } = await keepSaid(db, said, reply);
		const answer = rows[1];
		if (isNew && answer) {
			if (reply.kind === "agent") this.talks.ask(daemon, answer.id, text);
			if (reply.kind === "action") this.actions.look();
			this.changed(daemon);
		}
		return db.read((prisma) => toMessages(prisma, rows, this.talks.texts));
	}

	/** Takes back what waits to be done. @throws NightshiftError `not-found`, `version-conflict` */
	async undo(daemon: string, id: number): Promise<ChatMessage> {
		const db = this.options.live.database.use();
		await this.actions.undo(db, daemon, id);
		return this.message(daemon, id);
	}

	/** Ends an answer of the agent; one that has ended stays as it is. @throws NightshiftError `not-found` */
	async cancel(daemon: string, id: number): Promise<ChatMessage> {
		this.talks.cancel(daemon, id);
		return this.message(daemon, id);
	}

	page(daemon: string, request: PageRequest): Promise<ChatPage> {
		return listMessages(this.options.live.database.use(), daemon, request, this.talks.texts);
	}

	messages(daemon: string, ids: readonly number[]): Promise<ChatMessage[]> {
		return readMessages(this.options.live.database.use(), daemon, ids, this.talks.texts);
	}

	conversations(): Promise<Conversation[]> {
		const { supervisor, live } = this.options;
		const daemons = supervisor.configs().map(({ name, agent }) => ({ name, agent: agent !== null }));
		return listConversations(live.database.use(), daemons, this.talks.texts);
	}

	async read(daemon: string, upTo: number): Promise<void> {
		await markRead(this.options.live.database.use(), daemon, upTo);
		this.changed(daemon);
	}

	/** What was begun is carried out by the next dashboard; agents are ended. */
	async close(): Promise<void> {
		clearInterval(this.following);
		this.watch?.close();
		this.looking.cancel();
		await Promise.all([this.actions.close(), this.talks.close(), this.inflow.settled()]);
		for (const one of this.telling.values()) one.cancel();
	}

	private async message(daemon: string, id: number): Promise<ChatMessage> {
		const [message] = await this.messages(daemon, [id]);
		if (!message) throw new NightshiftError("not-found", `There is no message ${id} in this conversation.`);
		return message;
	}

	private follow(): void {
		const database = this.options.live.database.current;
		if (database === this.followed) return;
		this.watch?.close();
		this.watch = undefined;
		this.followed = database;
		if (!database) return;
		this.watch = watchDatabase(database.path, () => this.looking.call());
		this.inflow.ask();
	}

	private async takeIn(): Promise<void> {
		const database = this.followed;
		if (!database) return;
		try {
			await this.recover(database);
			for (const daemon of await takeIn(database, this.receipts)) this.changed(daemon);
			this.trouble.worked();
		} catch (error) {
			// One that was let go meanwhile may fail as it likes.
			if (database === this.options.live.database.current) throw error;
		}
	}

	/** Once, and before anything is said. */
	private recover(db: Database): Promise<void> {
		this.recovering ??= this.recoverAll(db).catch((error: unknown) => {
			this.recovering = null;
			throw error;
		});
		return this.recovering;
	}

	/** Answers that another dashboard had begun will never be finished; what it had promised to do may still be. */
	private async recoverAll(db: Database): Promise<void> {
		await this.talks.recover(db);
		for (const daemon of await breakOff(db)) this.changed(daemon);
		this.actions.look();
	}

	private changed(daemon: string): void {
		const topic = `chat:${daemon}`;
		const telling =
			this.telling.get(daemon) ?? coalesce(TELL_MS, () => this.options.live.store.apply({ type: "revision", topic }));
		this.telling.set(daemon, telling);
		telling.call();
	}
}
