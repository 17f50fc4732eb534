import type { PeerRow } from "./party.ts";

/** As Markdown: a column for the floor and for each party, and how the first one compares with the best of the others. */
export function toTable(
	names: readonly string[],
	rows: readonly PeerRow[],
	survival: ReadonlyMap<string, string>,
): string {
	const [own = "", ...peers] = names;
	const head = ["what", "floor", ...names, `${own.split(" ")[0]} against the best other`];
	const lines = rows.map((row) => {
		const show = (value: number | null | undefined) => (value == null ? "–" : value.toFixed(row.digits));
		const best = Math.min(...peers.map((name) => row.figures.get(name) ?? Number.POSITIVE_INFINITY));
		const mine = row.figures.get(own) ?? Number.NaN;
		const ratio = row.unit === "lines" || !Number.isFinite(best) ? "–" : `${(mine / best).toFixed(2)} ×`;
		return [`${row.what}, ${row.unit}`, show(row.floor), ...names.map((name) => show(row.figures.get(name))), ratio];
	});
	lines.push([
		"kill -9 of the manager: a program that writes",
		"–",
		...names.map((name) => survival.get(name) ?? "–"),
		"–",
	]);
	return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
