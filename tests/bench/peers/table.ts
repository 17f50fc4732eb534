import type { PeerRow } from "./party.ts";

/** As Markdown: a column for the floor and for each party, and how the first one compares with each of the others. */
export function toTable(
	names: readonly string[],
	rows: readonly PeerRow[],
	survival: ReadonlyMap<string, string>,
): string {
	const [own = "", ...peers] = names;
	const head = ["what", "floor", ...names, ...peers.map((name) => `against ${name.split(" ")[0]}`)];
	const lines = rows.map((row) => {
		const show = (value: number | null | undefined) => (value == null ? "–" : value.toFixed(row.digits));
		const mine = row.figures.get(own);
		const ratios = peers.map((name) => (row.unit === "lines" ? "–" : ratio(mine, row.figures.get(name), row.digits)));
		return [
			`${row.what}, ${row.unit}`,
			show(row.floor),
			...names.map((name) => show(row.figures.get(name))),
			...ratios,
		];
	});
	const survived = names.map((name) => survival.get(name) ?? "–");
	lines.push(["kill -9 of the manager: a program that writes", "–", ...survived, ...peers.map(() => "–")]);
	return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** What is smaller than the last digit shown cannot be divided by. */
function ratio(mine: number | null | undefined, other: number | null | undefined, digits: number): string {
	if (mine == null || other == null || other < 10 ** -digits) return "–";
	return `${(mine / other).toFixed(2)} ×`;
}
