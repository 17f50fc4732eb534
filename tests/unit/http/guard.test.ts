import { describe, expect, test } from "vitest";
import { judge, judgeCookieUse, type RequestFacts } from "../../../server/http/guard.ts";
import { hostChecker } from "../../../server/http/hosts.ts";
import type { Access } from "../../../server/http/routes.ts";

const isOurs = hostChecker("127.0.0.1", 4310);
const plain: RequestFacts = {
	method: "GET",
	target: "/",
	hosts: ["127.0.0.1:4310"],
	origins: [],
	fetchSite: undefined,
	fetchMode: undefined,
	fetchDest: undefined,
	upgrade: false,
};
const verdict = (changes: Partial<RequestFacts>, access: Access = "page") =>
	judge({ ...plain, ...changes }, access, isOurs)?.code ?? "ok";

describe("whose host a request is for", () => {
	test.each(["127.0.0.1:4310", "localhost:4310", "LocalHost:4310", "[::1]:4310"])("%s is ours", (host) => {
		expect(verdict({ hosts: [host] })).toBe("ok");
	});

	test.each([
		"127.0.0.1",
		"127.0.0.1:4311",
		"127.0.0.1:43100",
		"evil.example:4310",
		"127.0.0.1.evil.example:4310",
		"localhost.:4310",
		"evil.example",
		"user@127.0.0.1:4310",
		"127.0.0.1:4310 ",
		"0x7f.1:4310",
		"",
	])("%j is not", (host) => {
		expect(verdict({ hosts: [host] })).toBe("foreign-host");
	});

	test("none, or two of them, is refused", () => {
		expect(verdict({ hosts: [] })).toBe("foreign-host");
		expect(verdict({ hosts: ["127.0.0.1:4310", "127.0.0.1:4310"] })).toBe("foreign-host");
	});

	test("the configured host counts, and port 80 may be left out", () => {
		expect(hostChecker("127.0.0.2", 4310)("127.0.0.2:4310")).toBe(true);
		expect(isOurs("127.0.0.2:4310")).toBe(false);
		expect(hostChecker("127.0.0.1", 80)("localhost")).toBe(true);
	});
});

describe("whose page a request comes from", () => {
	test("our own origins pass", () => {
		expect(verdict({ origins: ["http://127.0.0.1:4310"] })).toBe("ok");
		expect(verdict({ origins: ["http://localhost:4310"] })).toBe("ok");
	});

	test.each([
		"null",
		"",
		"https://127.0.0.1:4310",
		"http://127.0.0.1:4311",
		"http://127.0.0.1",
		"http://evil.example",
		"http://127.0.0.1:4310.evil.example",
		"http://127.0.0.1:4310/",
		"file://",
	])("origin %j is refused", (origin) => {
		expect(verdict({ origins: [origin] })).toBe("foreign-origin");
	});

	test("a rebound name is refused although Origin and Host agree", () => {
		expect(verdict({ hosts: ["rebound.example:4310"], origins: ["http://rebound.example:4310"] })).toBe("foreign-host");
	});

	test("two origins are refused", () => {
		const origin = "http://127.0.0.1:4310";
		expect(verdict({ origins: [origin, origin] })).toBe("foreign-origin");
	});

	test("another site's page may link here, and nothing else", () => {
		const link = { fetchSite: "cross-site", fetchMode: "navigate", fetchDest: "document" };
		expect(verdict(link)).toBe("ok");
		expect(verdict({ ...link, fetchDest: "iframe" })).toBe("foreign-origin");
		expect(verdict({ ...link, method: "POST" })).toBe("foreign-origin");
		expect(verdict({ fetchSite: "cross-site", fetchMode: "no-cors", fetchDest: "image" })).toBe("foreign-origin");
		expect(verdict({ fetchSite: "cross-site", fetchMode: "websocket", upgrade: true })).toBe("foreign-origin");
	});

	test("a link leads to a page, not to the API, a socket or a file", () => {
		const link = { fetchSite: "same-site", fetchMode: "navigate", fetchDest: "document" };
		expect(verdict(link, "page")).toBe("ok");
		expect(verdict(link, "sign-in-page")).toBe("ok");
		for (const access of ["health", "sign-in", "asset", "socket", "api"] as const) {
			expect(verdict(link, access)).toBe("foreign-origin");
		}
	});

	test("another program on localhost is same-site, and foreign all the same", () => {
		expect(verdict({ fetchSite: "same-site", fetchMode: "no-cors", fetchDest: "script" })).toBe("foreign-origin");
	});

	test("our own pages and typed addresses pass", () => {
		expect(verdict({ fetchSite: "same-origin", fetchMode: "cors", method: "POST" })).toBe("ok");
		expect(verdict({ fetchSite: "none", fetchMode: "navigate", fetchDest: "document" })).toBe("ok");
	});
});

describe("what is asked for", () => {
	test.each([
		"http://127.0.0.1:4310/",
		"http://evil.example/",
		"//evil.example/",
		"*",
		"",
		"evil.example:443",
		"/_next/static/../../inbox",
		"/_next/static/%2e%2E/inbox",
		"/a/./b",
		"/..",
		"/_next\\static",
	])("target %j is refused", (target) => {
		expect(verdict({ target })).toBe("bad-request");
	});

	test.each(["/", "/inbox?x=../..", "/.well-known/x", "/a..b", "/_next/static/chunks/a.js"])(
		"target %j is plain",
		(target) => {
			expect(verdict({ target })).toBe("ok");
		},
	);
});

describe("what a browser's session may do", () => {
	const allowed = (changes: Partial<RequestFacts>, access: Access = "api") =>
		judgeCookieUse({ ...plain, ...changes }, access) === null;

	test("reading a page needs nothing more", () => {
		expect(allowed({}, "page")).toBe(true);
		expect(allowed({ method: "HEAD" }, "page")).toBe(true);
	});

	test("everything else has to show that it comes from our page", () => {
		for (const access of ["api", "socket"] as const) {
			for (const method of ["GET", "HEAD", "POST", "DELETE"]) {
				expect(allowed({ method }, access)).toBe(false);
				expect(allowed({ method, fetchSite: "none" }, access)).toBe(false);
				expect(allowed({ method, fetchSite: "same-origin" }, access)).toBe(true);
				expect(allowed({ method, origins: ["http://127.0.0.1:4310"] }, access)).toBe(true);
			}
		}
		expect(allowed({ method: "POST" }, "page")).toBe(false);
		expect(allowed({ upgrade: true }, "page")).toBe(false);
		expect(allowed({ upgrade: true, origins: ["http://127.0.0.1:4310"] }, "page")).toBe(true);
	});
});

describe("polling by script tag", () => {
	test("is refused, however it is spelt", () => {
		for (const query of ["j=0", "%6A=0", "EIO=4&transport=polling&j=1"]) {
			expect(verdict({ target: `/socket.io/?${query}` }, "socket")).toBe("bad-request");
		}
		expect(verdict({ target: "/socket.io/?EIO=4&transport=polling&t=j" }, "socket")).toBe("ok");
		expect(verdict({ target: "/inbox?j=1" })).toBe("ok");
	});
});
