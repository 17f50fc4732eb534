import { expect, test } from "vitest";
import { commandNumberOf, idOf, ticketOf } from "../../../server/inbox/ticket.ts";

test("a ticket is written in either case", () => {
	expect(ticketOf(17)).toBe("Q-17");
	expect(idOf("Q-17")).toBe(17);
	expect(idOf("q-17")).toBe(17);
});

test.each([
	"Q-x",
	"17",
	"",
	"Q-",
	"Q-0",
	"Q-017",
	"Q-1.5",
	"Q--1",
	"C-1",
	" Q-1",
	"Q-1\n",
	"Q-99999999999",
	"Q-2147483648",
	"Ｑ-1",
])("%j is no ticket", (text) => {
	expect(() => idOf(text)).toThrow(expect.objectContaining({ code: "unknown-question" }));
});

test("a receipt's number is told apart from a ticket's", () => {
	expect(commandNumberOf("C-5")).toBe(5);
	expect(() => commandNumberOf("Q-5")).toThrow(expect.objectContaining({ code: "not-found" }));
});
