import { expect, test } from "vitest";
import { readSearch } from "../../../server/inbox/search-words.ts";

test.each([
	["  ", null],
	[undefined, null],
	["deploy prod", { match: '"deploy"* "prod"*' }],
	['say "hi" OR NOT*', { match: '"say"* """hi"""* "OR"* "NOT*"*' }],
	["( ) -- *", { match: null }],
	["title:x", { match: '"title:x"*' }],
	["q-17", { ticket: "q-17" }],
	["Q-17 again", { match: '"Q-17"* "again"*' }],
	["na\0ïve", { match: '"na"* "ïve"*' }],
])("%j is read as %j", (text, search) => {
	expect(readSearch(text)).toEqual(search);
});
