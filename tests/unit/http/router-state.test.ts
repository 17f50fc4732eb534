import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { isRouterState } from "../../../server/http/router-state.ts";

interface NextParser {
	parseAndValidateFlightRouterState(header: string): unknown;
}
const next = createRequire(import.meta.url)(
	"next/dist/server/app-render/parse-and-validate-flight-router-state.js",
) as NextParser;

function nextAccepts(header: string): boolean {
	try {
		next.parseAndValidateFlightRouterState(header);
		return true;
	} catch {
		return false;
	}
}

const page = ["", { children: ["inbox", { children: ["__PAGE__", {}, null, null] }] }, null, null, 16];
const right: unknown[] = [
	page,
	["", {}],
	["", {}, null],
	["", {}, ["/inbox", "/"], "refetch", 1, "x"],
	["", {}, null, "metadata-only"],
	...["c", "oc", "d", "ci(.)", "ci(..)", "ci(...)", "ci(..)(..)", "di(..)(..)"].map((type) => [
		["a", "b", type, null],
		{},
	]),
	[["a", "b", "d", ["x"]], {}],
	JSON.parse(`${'["",{"a":'.repeat(500)}["",{}]${"}]".repeat(500)}`),
];
const wrong: unknown[] = [
	null,
	5,
	"x",
	{},
	[],
	[""],
	["", []],
	["", null],
	[5, {}],
	["", { a: 1 }],
	["", {}, 5],
	["", {}, ["a"]],
	["", {}, null, "other"],
	["", {}, null, null, "x"],
	["", {}, null, null, null, null],
	["", {}, null, null, null, "x", 7],
	[["a", "b", "e", null], {}],
	[["a", "b", "ci()", null], {}],
	[["a", "b", "d"], {}],
	[["a", "b", "d", [1]], {}],
];

test("what is accepted as the router's state, Next accepts too; the rest is nothing that its pages send", () => {
	const encode = (state: unknown) => encodeURIComponent(JSON.stringify(state));
	const raw = ["", "garbage", "%", "%ZZ", '["",{}', encode(["x".repeat(40_001), {}])];
	const accepted = [...right.map(encode), JSON.stringify(page)];
	expect(accepted.filter((header) => !isRouterState(header) || !nextAccepts(header))).toEqual([]);
	expect([...wrong.map(encode), ...raw].filter(isRouterState)).toEqual([]);
});
