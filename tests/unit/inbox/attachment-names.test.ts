import { expect, test } from "vitest";
import { checkAttachments } from "../../../server/inbox/attachments.ts";

test.each([
	["notes.txt", "notes.txt"],
	["../../etc/passwd", "passwd"],
	["C:\\temp\\a.txt", "a.txt"],
	["a\r\nSet-Cookie: x.txt", "a Set-Cookie: x.txt"],
	["invoice\u202Etxt.exe", "invoicetxt.exe"],
	["\u2066a\u0000b\u200F.txt", "ab.txt"],
	["two  spaces\u2028.txt", "two spaces .txt"],
	[".", "attachment"],
	["..", "attachment"],
	["x/..", "attachment"],
	[".\u200B.", "attachment"],
	[" .. ", "attachment"],
	["\u200B", "attachment"],
	["a/ /", "a"],
	[".env", ".env"],
	["...", "..."],
])("a file called %j is kept as %j", (given, name) => {
	expect(checkAttachments([{ name: given, text: "x" }])[0]?.name).toBe(name);
});
