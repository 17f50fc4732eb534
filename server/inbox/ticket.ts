import { NightshiftError } from "../contract/errors.ts";

/** `Q-17`: how people and programs name a question. */
export function ticketOf(id: number): string {
	return `Q-${id}`;
}

/**
 * The question's number; `q-17` will do as well.
 * @throws NightshiftError `unknown-question` for what is no ticket, so that a mistyped one and a made-up one read alike
 */
export function idOf(ticket: string): number {
	const id = numberAfter("q", ticket);
	if (id === null) throw unknownQuestion(ticket);
	return id;
}

export function unknownQuestion(ticket: string): NightshiftError {
	const sentence = `There is no question ${JSON.stringify(ticket.slice(0, 40))}; tickets look like Q-17, and the inbox lists them.`;
	return new NightshiftError("unknown-question", sentence, { ticket: ticket.slice(0, 40) });
}

/** `C-5`: the id of a command's receipt. */
export function commandIdOf(id: number): string {
	return `C-${id}`;
}

/** @throws NightshiftError `not-found` */
export function commandNumberOf(commandId: string): number {
	const id = numberAfter("c", commandId);
	if (id === null) throw unknownCommand(commandId);
	return id;
}

export function unknownCommand(commandId: string): NightshiftError {
	const sentence = `There is no command ${JSON.stringify(commandId.slice(0, 40))}; the receipt of a command names it, like C-5.`;
	return new NightshiftError("not-found", sentence, { command: commandId.slice(0, 40) });
}

function numberAfter(letter: string, text: string): number | null {
	const match = /^([a-z])-([1-9]\d{0,9})$/i.exec(text);
	const id = Number(match?.[2]);
	// The database's ids are 32-bit for Prisma; beyond that there is nothing to find.
	return match?.[1]?.toLowerCase() === letter && id < 2 ** 31 ? id : null;
}
