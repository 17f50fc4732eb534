import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { ownEntry } from "../../../server/contract/own-entry.ts";
import type { Question } from "../../../server/contract/question.ts";
import { type FieldValue, type FormField, readFields, readForm } from "./form-fields.ts";
import { localInput } from "./snooze-times.ts";

/** An answer being made. It survives going to another question, a reload, and another tab being faster. */
export interface Draft {
	/** Ids of the chosen options; one at most unless the question allows several. */
	chosen: string[];
	/** The answer to a text question, or the JSON of a form that cannot be drawn. */
	text: string;
	fields: Record<string, FieldValue>;
	comment: string;
	/** What is being asked back. */
	ask: string;
}

export const EMPTY: Draft = { chosen: [], text: "", fields: {}, comment: "", ask: "" };

const STORAGE_KEY = "nightshift.drafts";

const draftStore = createStore<{ drafts: Readonly<Record<string, Draft>> }>(() => ({ drafts: load() }));

export function useDraft(ticket: string): Draft {
	return useStore(draftStore, ({ drafts }) => ownEntry(drafts, ticket) ?? EMPTY);
}

export function draftOf(ticket: string): Draft {
	return ownEntry(draftStore.getState().drafts, ticket) ?? EMPTY;
}

export function changeDraft(ticket: string, change: Partial<Draft>): void {
	save({ ...draftStore.getState().drafts, [ticket]: { ...draftOf(ticket), ...change } });
}

export function dropDraft(ticket: string): void {
	const { [ticket]: _dropped, ...rest } = draftStore.getState().drafts;
	save(rest);
}

/** What of a draft would be a pity to lose. */
export function typedText(draft: Draft): string {
	const typed = Object.values(draft.fields).filter((value) => typeof value === "string");
	return [draft.text, ...typed, draft.comment, draft.ask].filter((text) => text.trim() !== "").join("\n\n");
}

/** The answer that a draft makes, or what is still missing, as a sentence. */
export type DraftReading = { answer: NonNullable<Question["answer"]>; comment: string | null } | { missing: string };

export function readDraft(question: Question, draft: Draft): DraftReading {
	const comment = draft.comment.trim() === "" ? null : draft.comment;
	switch (question.kind) {
		case "text":
			return draft.text.trim() === "" ? { missing: "Write an answer first." } : { answer: draft.text, comment };
		case "multi":
			return { answer: question.options.filter(({ id }) => draft.chosen.includes(id)).map(({ id }) => id), comment };
		case "form":
			return readFormDraft(question, draft, comment);
		case "choice":
		case "approval":
		case "review": {
			const chosen = question.options.find(({ id }) => draft.chosen.includes(id));
			return chosen ? { answer: chosen.id, comment } : { missing: "Choose one of the options first." };
		}
	}
}

/** The draft that makes an answer that was given, to change it. */
export function draftFrom({ kind, schema, answer, comment }: Question): Draft {
	const draft = { ...EMPTY, comment: comment ?? "" };
	if (answer === null) return draft;
	if (kind === "text") return { ...draft, text: String(answer) };
	if (kind !== "form") return { ...draft, chosen: [answer].flat().filter((one) => typeof one === "string") };
	const fields = readFields(schema);
	if (!fields || typeof answer !== "object" || Array.isArray(answer)) {
		return { ...draft, text: JSON.stringify(answer, null, 2) };
	}
	const values = fields.map(({ name, input, initial }) => [name, fieldValue(ownEntry(answer, name), input, initial)]);
	return { ...draft, fields: Object.fromEntries(values) };
}

function fieldValue(value: unknown, input: FormField["input"], initial: FieldValue): FieldValue {
	if (typeof value === "boolean") return value;
	if (Array.isArray(value)) return value.filter((one) => typeof one === "string");
	if (typeof value === "number") return String(value);
	// What an answer left out was left empty, whatever the form began with.
	if (typeof value !== "string") return input === "switch" ? false : Array.isArray(initial) ? [] : "";
	return input === "date-time" ? localInput(Date.parse(value)) : value;
}

function readFormDraft(question: Question, draft: Draft, comment: string | null): DraftReading {
	const fields = readFields(question.schema);
	if (fields) {
		const form = readForm(fields, draft.fields);
		return "missing" in form ? form : { answer: form.answer, comment };
	}
	try {
		const answer: unknown = JSON.parse(draft.text);
		if (typeof answer === "object" && answer !== null && !Array.isArray(answer))
			return { answer: answer as NonNullable<Question["answer"]>, comment };
	} catch {
		// Said below, for a text that is no JSON and for JSON that is no object.
	}
	return { missing: "The answer must be a JSON object." };
}

function save(drafts: Readonly<Record<string, Draft>>): void {
	draftStore.setState({ drafts });
	try {
		sessionStorage.setItem(STORAGE_KEY, JSON.stringify(drafts));
	} catch {
		// Storage is full or blocked: the draft lives as long as the page.
	}
}

function load(): Record<string, Draft> {
	if (typeof sessionStorage === "undefined") return {};
	try {
		const kept: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? "{}");
		if (typeof kept !== "object" || kept === null) return {};
		return Object.fromEntries(Object.entries(kept).map(([ticket, draft]) => [ticket, { ...EMPTY, ...draft }]));
	} catch {
		return {}; // Storage is blocked, or holds what is not ours.
	}
}
