import {
	methods,
	RequestError,
	type RequestPermissionRequest,
	type RequestPermissionResponse,
} from "@agentclientprotocol/sdk";
import { Allowances } from "./allowances.ts";
import { OWN_OPTIONS } from "./client-actions.ts";
import { askForm, type FormRequest } from "./elicitation.ts";
import { OpenQuestions } from "./open-questions.ts";
import { PermissionDesk } from "./permission-desk.ts";
import type { ToolChange } from "./session-updates.ts";
import { requestedCommand } from "./shell-input.ts";
import { type KnownCall, ToolCalls } from "./tool-calls.ts";
import { touchedPaths } from "./touched-paths.ts";
import type { Elicit, ElicitAnswer, Permit } from "./types.ts";

export interface SessionQuestionsOptions {
	/** The session's folder; absolute. */
	cwd: string;
	permit: Permit;
	elicit: Elicit | undefined;
	/** Merges what a request says of a call with what is known of it. */
	describe: (change: ToolChange) => KnownCall;
	/** Called before somebody is asked: the question comes after what led to it. */
	beforeAsking: () => void;
	/** Told of each choice that a person, or what stands for one, has made. */
	onChoice: (isNo: boolean) => void;
	/** Told of each question that is over. */
	onAnswer: () => void;
	/** Told what those who answer throw. */
	fail: (error: unknown) => void;
}

/** What an agent, or this client on its behalf, asks the person during a turn. */
export class SessionQuestions {
	/** What this turn's answers allow. */
	readonly allowances = new Allowances();
	private readonly open: OpenQuestions;
	private readonly desk: PermissionDesk;
	private stopping = new AbortController();

	constructor(private readonly options: SessionQuestionsOptions) {
		this.open = new OpenQuestions(options.fail, options.onAnswer);
		this.desk = new PermissionDesk(options.cwd, options.permit, this.open);
	}

	/** Whether somebody is being asked right now. */
	get waiting(): boolean {
		return this.open.waiting;
	}

	/** A turn begins: questions are asked again. */
	begin(): void {
		this.stopping = new AbortController();
	}

	/** Answers open questions, and those to come in this turn, with `cancelled`. */
	stop(): void {
		this.stopping.abort();
	}

	/** The turn is over. */
	end(): void {
		this.stop();
		this.allowances.clear();
	}

	async permission(
		{ toolCall: { content, rawInput, rawOutput, ...call }, options }: RequestPermissionRequest,
		connection: AbortSignal,
	): Promise<RequestPermissionResponse> {
		const signal = this.signalWith(connection);
		if (signal.aborted) return { outcome: { outcome: "cancelled" } };
		this.options.beforeAsking();
		const described = this.options.describe({ ...call, content, rawInput, rawOutput });
		const known = { ...described, command: requestedCommand(described) };
		const chosen = await this.desk.ask(known, options, signal);
		if (chosen === null) return { outcome: { outcome: "cancelled" } };
		const isNo = chosen.kind.startsWith("reject");
		this.options.onChoice(isNo);
		if (!isNo) this.allowances.add(known, touchedPaths(known.sent, this.options.cwd));
		const _meta = chosen.comment ? { comment: chosen.comment } : undefined;
		return { outcome: { outcome: "selected", optionId: chosen.optionId, _meta } };
	}

	/** Asks for permission where the agent has not. @throws RequestError for the agent when it is not given. */
	async mustAllow(change: ToolChange, connection: AbortSignal): Promise<void> {
		const signal = this.signalWith(connection);
		this.options.beforeAsking();
		const call = new ToolCalls(this.options.cwd).apply(change);
		const chosen = signal.aborted ? null : await this.desk.ask(call, OWN_OPTIONS, signal);
		if (chosen === null) throw RequestError.requestCancelled(undefined, "nobody has allowed it");
		const isNo = chosen.kind.startsWith("reject");
		this.options.onChoice(isNo);
		if (!isNo) return;
		const word = chosen.comment ? `: ${chosen.comment}` : "";
		throw RequestError.invalidRequest(undefined, `the person does not allow it${word}`);
	}

	/** @throws RequestError for the agent when forms are not taken, or this is none. */
	async form(form: FormRequest, connection: AbortSignal): Promise<ElicitAnswer> {
		const { elicit } = this.options;
		if (!elicit) throw RequestError.methodNotFound(methods.client.elicitation.create);
		const signal = this.signalWith(connection);
		if (signal.aborted) return { action: "cancel" };
		this.options.beforeAsking();
		return askForm(form, elicit, this.open, signal);
	}

	private signalWith(connection: AbortSignal): AbortSignal {
		return AbortSignal.any([connection, this.stopping.signal]);
	}
}
